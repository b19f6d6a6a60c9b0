import { archiveUrlKey } from '@enrichify/collection'
import { CaptureRepository, Database } from '@enrichify/database'
import { selectPassages, type EvidenceText, type Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { CapturesService } from '../pages/captures.service.ts'

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export interface ReadPassages {
  url: string
  fetchedAt: Date
  passages: string[]
}

/** Stored pages for the chat: searched by words, read in passages. Nothing is fetched. */
@Injectable()
export class PageReader {
  constructor(
    private readonly database: Database,
    private readonly captures: CaptureRepository,
    private readonly service: CapturesService,
  ) {}

  search(who: Principal, query: string, limit: number) {
    return this.service.search(who, query.slice(0, 300), limit)
  }

  /** By id or by address, the latest stored version. Null if it is not stored. */
  async read(
    who: Principal,
    wanted: string,
    archiveId: string | null,
    questions: readonly string[],
    budget: number,
  ): Promise<ReadPassages | null> {
    requirePermission(who, 'websets.read')
    const found = await this.database.inScope(who, async (tx) => {
      const capture = ID.test(wanted)
        ? await this.captures.find(tx, wanted)
        : /^https?:\/\//i.test(wanted)
          ? ((await this.captures.findFresh(tx, archiveUrlKey(wanted), archiveId, new Date(0))) ??
            (await this.captures.findFresh(tx, archiveUrlKey(wanted), null, new Date(0))))
          : null
      const text = capture && (await this.captures.text(tx, capture.textHash, capture.textVersion))
      return capture && text ? { capture, text } : null
    })
    if (!found) return null
    const { capture, text } = found
    const evidence: EvidenceText = { ...text, hash: capture.textHash, version: capture.textVersion }
    const passages = selectPassages([{ url: capture.url, evidence }], questions, budget)
    return {
      url: capture.url,
      fetchedAt: capture.fetchedAt,
      passages: passages.map(({ start, end }) => text.text.slice(start, end)),
    }
  }
}
