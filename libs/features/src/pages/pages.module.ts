import type { BrowserPool } from '@enrichify/collection'
import type { Config, RateLimits } from '@enrichify/platform'
import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common'
import { BROWSER, CONFIG, PAGE_SOURCE, RATE_LIMITS } from '../core/tokens.ts'
import { JobsModule } from '../jobs/jobs.module.ts'
import { WebsetsModule } from '../websets/websets.module.ts'
import { ArchivesService } from './archives.service.ts'
import { BrowserStarts } from './browser-starts.ts'
import { CapturesService } from './captures.service.ts'
import { DocumentExtraction } from './document-extraction.ts'
import { createBrowser, createLiveWeb } from './live-web.ts'
import { PageStore } from './page-store.ts'
import { SiteReader } from './site-reader.ts'

/** Pages: read from the web or an archive, stored, searched and shown. */
@Module({
  imports: [WebsetsModule, JobsModule],
  providers: [
    ArchivesService,
    BrowserStarts,
    CapturesService,
    DocumentExtraction,
    PageStore,
    SiteReader,
    { provide: BROWSER, inject: [CONFIG, BrowserStarts], useFactory: createBrowser },
    {
      provide: PAGE_SOURCE,
      inject: [CONFIG, RATE_LIMITS, BROWSER],
      useFactory: (config: Config, limits: RateLimits, browser: BrowserPool | null) =>
        createLiveWeb(config, limits, browser),
    },
  ],
  exports: [ArchivesService, BrowserStarts, CapturesService, DocumentExtraction, PageStore, SiteReader, BROWSER],
})
export class PagesModule implements OnApplicationShutdown {
  constructor(
    @Inject(PAGE_SOURCE) private readonly web: { close(): Promise<void> },
    @Inject(BROWSER) private readonly browser: BrowserPool | null,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.web.close().catch(() => {})
    await this.browser?.close().catch(() => {})
  }
}
