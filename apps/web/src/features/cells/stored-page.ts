const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

/** The page as stored, for a frame without any rights: the policy comes before everything that the page itself says. */
export function storedPageDocument(html: string): string {
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="referrer" content="no-referrer">${html}`
}
