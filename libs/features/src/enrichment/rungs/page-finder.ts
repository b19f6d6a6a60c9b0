import { searchPrefixes, type SearchHit } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { ArchivesService } from '../../pages/archives.service.ts'
import { CapturesService, snippetOf, titleOf } from '../../pages/captures.service.ts'
import { ConnectionDirectory } from '../../providers/connection-directory.ts'
import { hashOf } from '../../providers/hash-of.ts'
import { ProviderGateway } from '../../providers/provider-gateway.ts'
import type { RowWork } from '../row-work.ts'
import { callPurpose } from './call-purpose.ts'

export interface FoundPages {
  hits: SearchHit[]
  by: string
  costMicros: number
  source: 'paid' | 'cache' | 'earlier' | null
}

const RESULTS = 6

/**
 * Finds pages: with the connected search services in their order. Without one, or if the run may not send requests,
 * among the stored pages.
 */
@Injectable()
export class PageFinder {
  constructor(
    private readonly gateway: ProviderGateway,
    private readonly directory: ConnectionDirectory,
    private readonly captures: CapturesService,
    private readonly archives: ArchivesService,
  ) {}

  /** `step` keeps searches of one row apart: two at the same time must not count as one. */
  async find(work: RowWork, query: string, step: string): Promise<FoundPages> {
    const { run, archiveId } = work.frame
    const services =
      run.practice || archiveId || run.mode === 'reextract'
        ? []
        : (await this.directory.list(run.workspaceId, run.createdBy, 'search')).flatMap(
            (connection) => this.directory.candidate(connection, null) ?? [],
          )
    if (services.length === 0)
      return { hits: await this.#stored(work, query), by: 'stored pages', costMicros: 0, source: null }
    const key = `${step}:${hashOf(query).slice(0, 16)}`
    const { answer, costMicros, source } = await this.gateway.search(
      work.scope,
      services,
      { query, count: RESULTS },
      callPurpose(work, `search:${run.id}:${work.row.id}:${key}`, { purpose: 'search', planHash: 'search', cells: 0 }),
      work.stop,
    )
    return {
      hits: answer.results.slice(0, RESULTS).map(({ url, title, snippet }) => ({ url, title, snippet })),
      by: services[0]!.connection.label,
      costMicros,
      source,
    }
  }

  async #stored(work: RowWork, query: string): Promise<SearchHit[]> {
    if (searchPrefixes(query).length === 0) return []
    const found = await this.captures.find(work.scope, query, RESULTS)
    const read = found.map((page) => ({ url: page.url, title: titleOf(page), snippet: snippetOf(page, query) }))
    const { archiveId, run } = work.frame
    // An archive's pages have no text until they are read, but their addresses can match too.
    const unread =
      archiveId && run.mode !== 'reextract'
        ? await this.archives.findAddresses(work.scope, archiveId, query, work.site?.url ?? null, RESULTS)
        : []
    return [
      ...read,
      ...unread
        .filter((url) => !read.some((hit) => hit.url === url))
        .map((url) => ({ url, title: '', snippet: 'A page of the archive that has not been read yet.' })),
    ].slice(0, RESULTS)
  }
}
