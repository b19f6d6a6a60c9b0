import type { ChatTool } from '../chat-tool.ts'
import { aggregate } from './aggregate.tool.ts'
import { explainCell } from './explain-cell.tool.ts'
import { proposeChanges } from './propose-changes.tool.ts'
import { readPage } from './read-page.tool.ts'
import { readRows } from './read-rows.tool.ts'
import { searchPages } from './search-pages.tool.ts'

/** All tools of the chat's model; one line per tool. */
export const CHAT_TOOLS: readonly ChatTool[] = [readRows, aggregate, searchPages, readPage, explainCell, proposeChanges]
