import { websiteProvider } from '@enrichify/providers'
import type { RowSite, Scope } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { SiteReader, type ReadSiteOptions, type SiteReading } from './site-reader.ts'

/** The one place that calls providers, and so the one place that can spend money. The built-in reader costs nothing. */
@Injectable()
export class ProviderGateway {
  constructor(private readonly sites: SiteReader) {}

  readSite(scope: Scope, site: RowSite, options: ReadSiteOptions): Promise<SiteReading> {
    return websiteProvider.call({ site, maxPages: options.maxPages }, { readSite: () => this.sites.read(scope, site, options) })
  }
}
