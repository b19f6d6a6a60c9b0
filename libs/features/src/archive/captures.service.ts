import type { Capture } from '@enrichify/contracts'
import { makeHarmless } from '@enrichify/collection'
import { CaptureRepository, Database } from '@enrichify/database'
import { notFound, type Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { demand } from '../auth/access.ts'
import { PageStore } from './page-store.ts'

/** Pages as stored, for the people who check them. */
@Injectable()
export class CapturesService {
  constructor(
    private readonly database: Database,
    private readonly captures: CaptureRepository,
    private readonly pages: PageStore,
  ) {}

  async get(principal: Principal, id: string): Promise<Capture> {
    demand(principal, 'websets.read')
    const { capture, text } = await this.database.inScope(principal, async (tx) => {
      const found = await this.captures.find(tx, id)
      const stored = found && (await this.captures.text(tx, found.textHash, found.textVersion))
      if (!found || !stored) throw notFound('capture')
      return { capture: found, text: stored }
    })
    return {
      id: capture.id,
      url: capture.url,
      finalUrl: capture.finalUrl,
      status: capture.status,
      via: capture.via,
      fetchedAt: capture.fetchedAt.toISOString(),
      contentType: capture.contentType,
      bytes: capture.bytes,
      digest: capture.digest,
      evidence: { text: text.text, segments: text.segments, hash: capture.textHash, version: capture.textVersion },
      html: makeHarmless(await this.pages.html(capture)),
    }
  }
}
