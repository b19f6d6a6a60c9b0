/**
 * Only addresses that were found can be read, and the row's own site. An address that the model made up could carry
 * data to the author of a hostile page.
 */
export class KnownAddresses {
  /** Addresses that searches and pages have given. */
  readonly #found = new Set<string>()

  constructor(private readonly ownSite: string | undefined) {}

  add(url: string): void {
    this.#found.add(url)
  }

  has(url: string): boolean {
    if (!URL.canParse(url)) return false
    const { protocol, hostname, search, hash } = new URL(url)
    if (protocol !== 'http:' && protocol !== 'https:') return false
    if (this.#found.has(url)) return true
    return (
      this.ownSite !== undefined &&
      hostname.replace(/^www\./, '') === new URL(this.ownSite).hostname.replace(/^www\./, '') &&
      search === '' &&
      hash === ''
    )
  }
}
