/** The chapters of the document, in reading order. */
export const TAGS = {
  'Sign-in': 'Sessions of people: an access token in the answer, a refresh token in a cookie. Programs use API tokens.',
  Workspace: 'Members, invitations and API tokens.',
  Websets: 'The sheets: name, rows, trash, undo.',
  Columns: 'Plain columns, and columns that are filled from pages.',
  'Rows and cells': 'Values with their state, evidence and history.',
  'Imports and exports': 'Files that come in and go out.',
  Pages: 'Stored pages that evidence points into, and archives (WARC) to read from.',
  Runs: 'Filling cells: estimate, start, watch, stop, report.',
  'Tests and trials': 'What a column must answer, and plans tried beside the sheet.',
  Chats: 'Questions about a sheet, and changes that an answer proposes.',
  Services: 'Connected models, search, readers and data services.',
  Spending: 'The ledger of paid calls, and budgets.',
  Operations: 'Health, readiness and metrics of the server.',
} as const

export type Tag = keyof typeof TAGS
