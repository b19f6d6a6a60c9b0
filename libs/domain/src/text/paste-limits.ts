/** Pasted text is read inside a request. A longer list is imported as a file, which a process of its own reads. */
export const PASTE_LIMITS = { lines: 5000, characters: 1_000_000 } as const

/** Whether pasted text may become a webset. Lines without text do not count. Stops at the first line too many. */
export function isPasteWithinLimits(text: string): boolean {
  if (text.length > PASTE_LIMITS.characters) return false
  let lines = 0
  let isNewLine = true
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === LINE_FEED || code === CARRIAGE_RETURN) isNewLine = true
    else if (isNewLine && code > SPACE) {
      isNewLine = false
      if (++lines > PASTE_LIMITS.lines) return false
    }
  }
  return true
}

const LINE_FEED = 10
const CARRIAGE_RETURN = 13
const SPACE = 32
