import type { OperationName } from './operations.ts'

const at = '2026-11-29T09:00:00.000Z'
const websetId = '0b7f4a52-6a0e-4f0c-9d51-3a2a8c1f5b10'
const userId = '7d3f1c9e-2b4a-4c8d-8e6f-5a9b0c1d2e3f'
const runId = 'c2a4e6f8-1b3d-4f5a-8c7e-9d0b2f4a6c8e'
const captureId = '3e5d7c9b-1a2f-4b6d-9e8c-0f1a2b3c4d5e'
const exportId = '9a8b7c6d-5e4f-4a3b-8c1d-0e9f8a7b6c5d'

const webset = {
  id: websetId,
  name: 'Bakeries',
  rows: 2,
  columns: [
    { id: 'c1', name: 'Company', kind: 'text', position: 0, width: 200, settings: {}, enrichment: null },
    { id: 'c2', name: 'Website', kind: 'url', position: 1, width: 200, settings: {}, enrichment: null },
  ],
  isSample: false,
  practice: false,
  archiveId: null,
  version: 7,
  createdAt: at,
  updatedAt: at,
  activeRunId: null,
}

const session = {
  accessToken: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3ZDNmIn0.c2lnbmF0dXJl',
  expiresAt: '2026-11-29T09:10:00.000Z',
  me: {
    user: { id: userId, name: 'Ada', email: 'ada@example.com', hasPassword: true },
    workspace: { id: '51f0c2d4-8a6b-4e9c-b7d3-2f1e0a9c8b7d', name: 'My workspace' },
    role: 'editor',
    permissions: ['websets.read', 'websets.edit', 'imports.run', 'exports.run'],
  },
}

const evidence = {
  id: '6f4e2d1c-0b9a-4876-a543-210fedcba987',
  captureId,
  url: 'https://rye-and-river.example/contact',
  value: '+44 20 7946 0123',
  quote: 'Call us: 020 7946 0123',
  start: 118,
  end: 140,
  rule: 'phone',
  fetchedAt: at,
  textHash: 'b3f1c7',
  textVersion: 1,
}

const verified = { state: 'verified' }

interface Example {
  body?: object
  answer?: object
}

/** Bodies and answers of the main job, from the sign-in to the file; each is checked against its schema. */
export const EXAMPLES: Partial<Record<OperationName, Example>> = {
  login: { body: { email: 'ada@example.com', password: 'correct horse battery' }, answer: session },
  register: {
    body: { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada', invitation: 'inv_8c1f' },
  },
  createToken: {
    body: { name: 'Nightly import', scopes: ['read', 'write', 'run', 'export'], expiresInDays: 90 },
    answer: {
      apiToken: {
        id: 'e1d2c3b4-a596-4788-9a0b-1c2d3e4f5a6b',
        name: 'Nightly import',
        prefix: 'enr_4fK2',
        scopes: ['read', 'write', 'run', 'export'],
        createdAt: at,
        lastUsedAt: null,
        expiresAt: '2027-02-27T09:00:00.000Z',
      },
      token: 'enr_4fK2…',
    },
  },
  createWebset: { body: { name: 'Bakeries' }, answer: { ...webset, rows: 0, columns: [] } },
  getWebset: { answer: webset },
  addColumn: {
    body: { name: 'Phone', fact: 'phone' },
    answer: {
      id: 'c3',
      name: 'Phone',
      kind: 'phone',
      position: 2,
      width: 200,
      settings: {},
      enrichment: {
        method: 'answer',
        question: 'What is the phone number of the company?',
        fact: 'phone',
        dataFact: null,
        rungs: [{ kind: 'structured', enabled: true, model: null, maxMicros: null, maxPages: null, maxSteps: null }],
        stop: 'verified',
        examples: true,
        condition: null,
      },
    },
  },
  listRows: {
    answer: {
      rows: [
        {
          id: 1,
          cells: { c1: 'Rye & River Bakery', c2: 'https://rye-and-river.example', c3: '+44 20 7946 0123' },
          marks: { c3: verified },
        },
      ],
      nextCursor: null,
      total: 1,
      version: 7,
      order: { id: '00000000-0001-80b7-80f4-a526a0e00003', version: 7, isCurrent: true },
      ids: [1],
    },
  },
  runCommand: {
    body: {
      commandId: 'b41c9e0f-2d3a-4e5b-8c7d-6f8a9b0c1d2e',
      baseVersion: 7,
      kind: 'cells.edit',
      payload: { edits: [{ rowId: 1, columnId: 'c1', text: 'Rye and River' }] },
    },
    answer: {
      actionId: 'd0e1f2a3-b4c5-4d6e-8f70-8192a3b4c5d6',
      version: 8,
      label: 'editing Company of “Rye and River”',
      size: 1,
      cells: [{ rowId: 1, columnId: 'c1', value: 'Rye and River', mark: { state: null } }],
      rows: [],
      columns: [],
      refused: [],
    },
  },
  addRows: { body: { rows: [{ c1: 'Rye & River Bakery', c2: 'rye-and-river.example' }] } },
  editCells: {
    body: { edits: [{ rowId: 1, columnId: 'c1', text: 'Rye and River' }] },
    answer: {
      cells: [{ rowId: 1, columnId: 'c1', value: 'Rye and River', mark: { state: null } }],
      rejected: [],
    },
  },
  startRun: { body: { columnIds: ['c3'], scope: { kind: 'only_empty' } } },
  getCell: {
    answer: {
      rowId: 1,
      columnId: 'c3',
      value: '+44 20 7946 0123',
      mark: verified,
      candidates: [
        {
          value: '+44 20 7946 0123',
          state: 'verified',
          source: 'patterns:text',
          reason: null,
          pages: 1,
          evidence,
        },
      ],
      pages: [{ url: evidence.url, outcome: 'read', captureId }],
      history: [
        {
          id: 41,
          at,
          actor: { kind: 'run', name: 'Phone, 29 Nov', runId },
          before: null,
          after: '+44 20 7946 0123',
          beforeState: null,
          afterState: 'verified',
          empty: null,
          costMicros: 0,
        },
      ],
      trace: [],
      confidence: null,
      checkedAt: null,
      verdict: null,
      judgedBy: null,
    },
  },
  startExport: {
    body: { format: 'csv', evidence: true },
    answer: {
      id: exportId,
      websetId,
      format: 'csv',
      state: 'PENDING',
      fileName: 'Bakeries.csv',
      rows: 2,
      rowsDone: 0,
      bytes: null,
      message: null,
      downloadUrl: null,
      createdAt: at,
      expiresAt: null,
    },
  },
  setBudget: { body: { kind: 'workspace_month', limitMicros: 20_000_000 } },
}
