import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { BrowserStart } from '@enrichify/collection'
import { FileStorage, type Config } from '@enrichify/platform'
import { Inject, Injectable } from '@nestjs/common'
import { CONFIG } from '../core/tokens.ts'

const KEY = 'status/browser.json'

/** Offline there is nothing that it could load. */
export function usesBrowser(config: Config): boolean {
  return config.BROWSER !== 'off' && !config.OFFLINE
}

/**
 * How the last start of Chromium went. Workers start it and the API tells of it, so it is in the storage that both
 * have.
 */
@Injectable()
export class BrowserStarts {
  constructor(
    private readonly storage: FileStorage,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** False when this installation never starts a browser. */
  get isUsed(): boolean {
    return usesBrowser(this.config)
  }

  /** A storage that is down shows as such in health; a page that was being read does not fail for it. */
  async record(start: BrowserStart): Promise<void> {
    await this.storage.write(KEY, Readable.from([JSON.stringify(start)])).catch(() => undefined)
  }

  /** Null: not tried yet. */
  async last(): Promise<BrowserStart | null> {
    if ((await this.storage.size(KEY)) === null) return null
    return JSON.parse(await text(this.storage.read(KEY))) as BrowserStart
  }
}
