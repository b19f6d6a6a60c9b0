import { asData, parametersOf, ToolProblem, wordOf, type ChatTool } from '../chat-tool.ts'

const MAX_PAGES = 8

export const searchPages: ChatTool = {
  name: 'search_pages',
  description: 'Searches the text of the web pages that are stored in this workspace. Nothing is fetched.',
  parameters: parametersOf({ query: { type: 'string', description: 'A few words.' } }),
  async run(use, args) {
    const query = wordOf(args.query)
    if (!query) throw new ToolProblem('Say what to look for.')
    const pages = await use.pages.search(use.who, query, MAX_PAGES)
    const found = pages.map(({ captureId, url, title, snippet }) =>
      asData(url, `id: ${captureId}\ntitle: ${title}\n${snippet}`),
    )
    return {
      text: found.length ? found.join('\n') : 'No stored page says that.',
      summary: `Searched stored pages for “${query.slice(0, 60)}”: ${pages.length} found`,
    }
  },
}
