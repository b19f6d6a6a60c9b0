import { asData, parametersOf, ToolProblem, wordOf, type ChatTool } from '../chat-tool.ts'

const CHARACTERS = 6000

export const readPage: ChatTool = {
  name: 'read_page',
  description: 'The passages of one stored web page that fit what is looked for. Nothing is fetched.',
  parameters: parametersOf({
    page: { type: 'string', description: 'Id or address of a stored page.' },
    about: { type: 'string', description: 'What is looked for on it.' },
  }),
  async run(use, args) {
    const page = await use.pages.read(
      use.who,
      wordOf(args.page),
      use.archiveId,
      [use.question, wordOf(args.about)].filter(Boolean),
      CHARACTERS,
    )
    if (!page) throw new ToolProblem('This page is not stored. Find one with search_pages.')
    const passages = page.passages.map((passage) => asData(page.url, passage))
    return {
      text: [`Read on ${page.fetchedAt.toISOString().slice(0, 10)}:`, passages.join('\n')].join('\n'),
      summary: `Read ${page.url.replace(/^https?:\/\/(?:www\.)?/, '').slice(0, 80)}`,
    }
  },
}
