import type * as contracts from '@enrichify/contracts'
import type { Endpoint } from '@enrichify/contracts'
import type { Permission } from '@enrichify/domain'
import type { Tag } from './tags.ts'

/** The names of the contract's endpoints; they are the ids of the operations. */
export type OperationName = {
  [K in keyof typeof contracts]: (typeof contracts)[K] extends Endpoint ? K : never
}[keyof typeof contracts]

/**
 * Who may call: anyone, a browser with the refresh cookie, any principal, a person (no API token), or a principal with
 * a permission.
 */
export type Access = 'public' | 'cookie' | 'principal' | 'person' | Permission
export type ErrorStatus = 400 | 401 | 403 | 404 | 409 | 410 | 413 | 422 | 429
export type ErrorCodes = Partial<Record<ErrorStatus, string>>

export interface Operation {
  tag: Tag
  access: Access
  /** Codes of its own, several with spaces between them; `errors.ts` adds those that follow from the route's shape. */
  codes: ErrorCodes
  description?: string
}

const row = (tag: Tag, access: Access, codes: ErrorCodes = {}, description?: string): Operation => ({
  tag,
  access,
  codes,
  ...(description ? { description } : {}),
})

const webset = 'webset_not_found'
const column = 'webset_not_found column_not_found'
const plan = 'unknown_column bad_formula bad_address column_cycle'
const sheet = 'nothing_to_import sheet_not_found record_too_long too_many_columns too_many_rows xlsx_broken xlsx_bomb'
const file = 'not_multipart no_file one_file bad_form aborted'

/** What the document says of each endpoint beside its schemas. A new endpoint does not compile until it has a row. */
export const OPERATIONS = {
  register: row('Sign-in', 'public', {
    403: 'invitation_needed invitation_email',
    409: 'email_taken',
    410: 'invitation_invalid',
    429: 'too_many_tries',
  }),
  login: row(
    'Sign-in',
    'public',
    { 401: 'wrong_credentials', 403: 'no_workspace', 429: 'too_many_tries' },
    'Answers with an access token that lives for minutes, and sets the refresh token as an HTTP-only cookie. ' +
      'Programs are better served by an API token.',
  ),
  loginWithLink: row('Sign-in', 'public', { 403: 'no_workspace', 410: 'link_invalid', 429: 'too_many_tries' }),
  refresh: row('Sign-in', 'cookie', { 401: 'session_over', 403: 'foreign_origin no_workspace' }),
  logout: row('Sign-in', 'cookie', { 403: 'foreign_origin' }),
  getMe: row('Sign-in', 'principal', { 401: 'session_over' }),
  setPassword: row('Sign-in', 'person', {
    400: 'email_needed',
    401: 'session_over',
    403: 'forbidden wrong_password no_workspace',
    409: 'email_taken',
    429: 'too_many_tries',
  }),
  authStatus: row('Sign-in', 'public'),

  listMembers: row('Workspace', 'websets.read'),
  setMemberRole: row('Workspace', 'members.manage', { 404: 'member_not_found', 409: 'last_manager' }),
  removeMember: row('Workspace', 'members.manage', { 404: 'member_not_found', 409: 'last_manager' }),
  invite: row('Workspace', 'members.manage', { 409: 'secret_shown_once' }),
  revokeInvitation: row('Workspace', 'members.manage', { 404: 'invitation_not_found' }),
  listTokens: row('Workspace', 'tokens.manage'),
  createToken: row(
    'Workspace',
    'tokens.manage',
    { 409: 'secret_shown_once' },
    'Send the token as `Authorization: Bearer enr_…` or as `x-api-key`. It acts for you, within its scopes.',
  ),
  revokeToken: row('Workspace', 'tokens.manage', { 404: 'token_not_found' }),

  listWebsets: row('Websets', 'websets.read'),
  createWebset: row(
    'Websets',
    'websets.edit',
    { 422: 'nothing_pasted paste_too_long too_many_columns' },
    '`paste` has at most 5,000 lines and 1,000,000 characters. Import a longer list as a file (`startNewImport`).',
  ),
  getWebset: row('Websets', 'websets.read', { 404: webset }),
  updateWebset: row('Websets', 'websets.edit', { 404: webset, 409: 'run_active' }),
  deleteWebset: row('Websets', 'websets.delete', { 404: webset, 409: 'run_active' }),
  restoreWebset: row('Websets', 'websets.delete', { 404: webset }),
  listTrash: row('Websets', 'websets.read', { 404: webset }),
  undo: row('Websets', 'websets.edit', { 404: webset }),
  runCommand: row(
    'Websets',
    'websets.edit',
    {
      404: `${column} row_not_found candidate_not_found`,
      409: 'order_gone fact_type not_a_question nothing_to_judge',
      422: `command_mismatch too_many_columns too_many_rows ${plan}`,
    },
    'Every change of a sheet is a command. Send it again with the same `commandId` when no answer came: it has one ' +
      'effect. Cells that someone else changed after `baseVersion` are not overwritten but listed in `refused`.',
  ),
  listActions: row('Websets', 'websets.read', { 404: webset }),
  undoAction: row('Websets', 'websets.edit', { 404: 'webset_not_found action_not_found' }),
  redoAction: row('Websets', 'websets.edit', { 404: 'webset_not_found action_not_found' }),
  listChanges: row('Websets', 'websets.read', { 404: webset }),

  addColumn: row(
    'Columns',
    'websets.edit',
    { 404: webset, 422: `too_many_columns ${plan}` },
    'A column with a `fact` is filled from the pages of each row without a model. ' +
      'A column with a `question` needs a connected model.',
  ),
  updateColumn: row('Columns', 'websets.edit', { 404: column, 409: 'fact_type not_a_question', 422: plan }),
  deleteColumn: row('Columns', 'websets.edit', { 404: column }),
  restoreColumn: row('Columns', 'websets.edit', { 404: column }),

  listRows: row(
    'Rows and cells',
    'websets.read',
    { 400: 'bad_cursor', 404: webset },
    'Walk through all rows with `cursor`: give `nextCursor` of one answer to the next request, until it is null.',
  ),
  addRows: row('Rows and cells', 'websets.edit', { 404: webset, 422: 'too_many_rows' }),
  deleteRows: row('Rows and cells', 'websets.edit', { 404: webset }),
  restoreRows: row('Rows and cells', 'websets.edit', { 404: webset }),
  editCells: row('Rows and cells', 'websets.edit', { 404: column }),
  getCell: row('Rows and cells', 'websets.read', { 404: `${column} row_not_found` }),
  judgeCell: row('Rows and cells', 'websets.edit', {
    404: `${column} row_not_found candidate_not_found`,
    409: 'nothing_to_judge',
  }),

  startImport: row(
    'Imports and exports',
    'imports.run',
    { 400: file, 404: `${webset} upload_not_found`, 413: 'too_large', 422: sheet },
    'With `preview=true` nothing is imported: the answer says how the file was read, ' +
      'and its `uploadId` starts the import without sending the file again.',
  ),
  startNewImport: row(
    'Imports and exports',
    'imports.run',
    { 400: file, 404: 'upload_not_found', 413: 'too_large', 422: sheet },
    'With `preview=true` nothing is made. The import makes a webset with the name of the file.',
  ),
  cancelImport: row('Imports and exports', 'imports.run', { 404: 'import_not_found', 409: 'import_over' }),
  getImport: row('Imports and exports', 'websets.read', { 404: 'import_not_found' }),
  startExport: row(
    'Imports and exports',
    'exports.run',
    { 404: column, 429: 'too_many_exports' },
    'The worker writes the file. Ask for the export until its state is `READY`, then get `downloadUrl`. ' +
      'The same request again, while the export waits or runs and the webset has not changed, is answered with it. ' +
      'At most five exports of one person wait or run.',
  ),
  listExports: row(
    'Imports and exports',
    'websets.read',
    { 404: webset },
    'At most twenty. Each download address is new.',
  ),
  cancelExport: row('Imports and exports', 'exports.run', { 404: 'export_not_found', 409: 'export_over' }),
  getExport: row('Imports and exports', 'websets.read', { 404: 'export_not_found' }),
  downloadExport: row(
    'Imports and exports',
    'public',
    { 403: 'link_invalid', 410: 'export_gone' },
    'The address comes signed from `getExport`, and works for minutes without a sign-in.',
  ),

  uploadArchive: row(
    'Pages',
    'archives.upload',
    { 400: file, 404: webset, 409: 'run_active', 413: 'too_large' },
    'The webset’s pages come from this file (.warc or .warc.gz) from then on, and nothing is fetched.',
  ),
  getArchive: row('Pages', 'websets.read', { 404: webset }),
  detachArchive: row('Pages', 'archives.upload', { 404: webset, 409: 'run_active' }),
  getCapture: row('Pages', 'websets.read', { 404: 'capture_not_found', 422: 'capture_unreadable' }),
  searchPages: row('Pages', 'websets.read'),

  startRun: row(
    'Runs',
    'enrichment.run',
    {
      404: column,
      409: 'run_active archive_not_ready tests_needed tests_worse order_gone',
      422: 'nothing_to_do no_enrichment_columns not_an_enrichment budget_required',
    },
    'The worker fills the cells. Ask for the run until it is `finished`, `cancelled` or `failed`; or listen: `/live`.',
  ),
  estimateRun: row('Runs', 'enrichment.run', {
    404: column,
    409: 'archive_not_ready order_gone',
    422: 'no_enrichment_columns not_an_enrichment',
  }),
  listRuns: row('Runs', 'websets.read', { 404: webset }),
  getRun: row('Runs', 'websets.read', { 404: 'run_not_found' }),
  getRunReport: row('Runs', 'websets.read', { 404: 'run_not_found' }),
  setRunBudget: row('Runs', 'enrichment.run', { 404: 'run_not_found', 409: 'run_state' }),
  pauseRun: row('Runs', 'enrichment.run', { 404: 'run_not_found', 409: 'run_state' }),
  resumeRun: row('Runs', 'enrichment.run', { 404: 'run_not_found', 409: 'run_state' }),
  cancelRun: row('Runs', 'enrichment.run', { 404: 'run_not_found', 409: 'run_state' }),
  getNextStep: row('Runs', 'websets.read', { 404: column, 422: 'not_an_enrichment' }),

  getColumnTests: row('Tests and trials', 'websets.read', { 404: column }),
  setColumnTests: row('Tests and trials', 'websets.edit', { 404: column, 422: 'unknown_row bad_value' }),
  startTrial: row('Tests and trials', 'enrichment.run', {
    404: column,
    422: `two_plans nothing_to_try not_an_enrichment budget_required ${plan}`,
  }),
  getTrial: row('Tests and trials', 'websets.read', { 404: 'trial_not_found' }),
  cancelTrial: row('Tests and trials', 'enrichment.run', { 404: 'trial_not_found' }),

  listChats: row('Chats', 'websets.read', { 404: webset }),
  createChat: row('Chats', 'websets.read', { 404: webset }),
  getChat: row('Chats', 'websets.read', { 404: 'chat_not_found' }),
  deleteChat: row('Chats', 'websets.edit', { 404: 'chat_not_found' }),
  askChat: row('Chats', 'websets.read', { 404: 'chat_not_found', 409: 'chat_busy' }),
  cancelChatMessage: row('Chats', 'websets.read', { 404: 'message_not_found' }),
  applyChanges: row(
    'Chats',
    'websets.read',
    {
      404: `message_not_found ${column}`,
      409: 'nothing_proposed dismissed',
    },
    'What the changes do needs its own permissions: `websets.edit` for columns and cells, `enrichment.run` for a run.',
  ),
  undoChanges: row(
    'Chats',
    'websets.read',
    {
      404: 'message_not_found',
      409: 'nothing_proposed not_applied',
    },
    'Taking back columns and cells needs `websets.edit`.',
  ),
  dismissChanges: row('Chats', 'websets.edit', { 404: 'message_not_found', 409: 'nothing_proposed not_proposed' }),

  listProviders: row('Services', 'principal'),
  listConnections: row('Services', 'websets.read'),
  addConnection: row(
    'Services',
    'enrichment.run',
    { 404: 'provider_not_found', 422: 'bad_settings key_required' },
    'A connection of the workspace needs `providers.manage`; a connection of your own needs `enrichment.run`.',
  ),
  updateConnection: row('Services', 'enrichment.run', {
    404: 'connection_not_found provider_not_found',
    422: 'bad_settings key_required',
  }),
  deleteConnection: row('Services', 'enrichment.run', { 404: 'connection_not_found' }),
  testConnection: row('Services', 'enrichment.run', {
    404: 'connection_not_found provider_not_found',
    422: 'master_key_missing secret_damaged',
  }),
  orderConnections: row('Services', 'enrichment.run', { 404: 'connection_not_found' }),
  listModels: row('Services', 'websets.read'),

  listCalls: row('Spending', 'spending.read', { 400: 'bad_cursor' }),
  decideCall: row('Spending', 'budgets.manage', { 404: 'call_not_found', 409: 'not_uncertain' }),
  decideAllCalls: row('Spending', 'budgets.manage'),
  listBudgets: row('Spending', 'spending.read'),
  setBudget: row('Spending', 'budgets.manage', { 404: webset }),
  getSpending: row('Spending', 'spending.read'),
} as const satisfies Record<OperationName, Operation>
