interface Description {
  /** Of the component itself. */
  about: string
  /** Of its members, where the name does not say it. */
  [member: string]: string
}

/** What the document says of components; each entry and member is checked to exist. */
export const DESCRIPTIONS: Record<string, Description> = {
  ApiToken: { about: 'An API token without its secret.', prefix: 'How the token begins, to tell it from others.' },
  Archive: { about: 'A WARC file that a webset reads its pages from.' },
  Budget: {
    about: 'A limit on what is spent, of the workspace’s month (UTC) or of a webset.',
    limitMicros: 'Null: no limit.',
  },
  CallState: { about: '`uncertain`: the call was sent and no answer came; a person decides whether it was charged.' },
  Candidate: {
    about: 'A value that was found for a cell, chosen or not.',
    source: 'The step and the place that it is from.',
  },
  Capture: { about: 'A page as it was stored, with the text that quotes point into.', digest: 'Hash of the body.' },
  CellState: {
    about:
      '`verified`: quoted from a page of the row, and the value follows from the quote. ' +
      '`cited`: quoted, but not proved. `asserted`: a model’s word without a quote. ' +
      '`human`: a person’s word. `empty`: nothing was found.',
  },
  CellValue: { about: 'A value as its column’s kind stores it; null is an empty cell.' },
  Change: { about: 'One entry of a cell’s history.' },
  ChangeSet: { about: 'What a chat answer proposes; nothing of it is done before a person applies it.' },
  Chat: { about: 'A conversation about a webset.' },
  ChatMessage: { about: 'A question or an answer.', text: 'Markdown.', note: 'Why it failed, or what it did without.' },
  Column: { about: 'A column of a webset.', enrichment: 'How it is filled; null: by people and imports alone.' },
  ColumnModel: { about: 'A model of a connected service.' },
  Connection: {
    about: 'A connected service. Its key is stored encrypted, and never given back.',
    place: 'Its place in the fallback order of its kind; 1 is asked first.',
    resend:
      'What happens to a call whose outcome is unknown: held for a person, or sent again at the risk of paying twice.',
  },
  EmptyReason: { about: 'Why a cell stayed empty.' },
  Enrichment: { about: 'How a column gets its values. Texts name other columns in braces: `{c2}`.' },
  Evidence: {
    about: 'A quote from a stored page, and the rule by which the value follows from it.',
    start: 'Offset in the page’s evidence text, in UTF-16 code units.',
    end: 'Offset in the page’s evidence text, in UTF-16 code units.',
    textHash: 'Hash of the evidence text that the offsets belong to.',
  },
  Export: {
    about: 'A file in the making, or ready.',
    downloadUrl: 'Signed and short-lived; ask for the export again to get a new one. Null until the state is `READY`.',
  },
  Filter: { about: 'A condition that rows must meet.' },
  FoundPage: { about: 'A stored page that matches a search.' },
  GoldRow: { about: 'A row whose answer a person has given.' },
  Health: { about: 'The state of the server and of its parts.' },
  Import: {
    about: 'An import and how far it came.',
    errors: 'The first hundred; `errorCount` says how many there are.',
    action: 'What takes it back, and whether that was done. Null: it is not finished, or it changed nothing.',
    websetRemoved: 'It was cancelled, and the empty webset that it had made is in the trash.',
  },
  ImportOptions: { about: 'How to read a file. What is left out is guessed.', columns: 'By their place in the file.' },
  ImportPreview: {
    about: 'How a file was read, before anything is imported.',
    uploadId: 'Starts the import without the file.',
  },
  Invitation: { about: 'An open invitation.' },
  LedgerCall: {
    about: 'A paid call as the ledger has it.',
    reservedMicros: 'The most that it could cost, in millionths of a US dollar.',
  },
  Mark: {
    about: 'What is known about a cell beside its value.',
    pending: 'A run is about to answer it.',
    stale: 'What it was made from has changed since.',
    conflict: 'Sources disagree, and no person has chosen yet.',
  },
  Me: { about: 'Who is signed in, where, and what they may do.' },
  Member: { about: 'A member of the workspace.' },
  Problem: {
    about: 'Problem details (RFC 9457).',
    code: 'Stable: programs decide by it.',
    detail: 'What to do, for people.',
    issues: 'Every part of the request that is not valid.',
    requestId: 'Names the request in the server’s log.',
  },
  Provider: { about: 'A service that can be connected, with its form and its prices.' },
  Row: {
    about: 'A row.',
    cells: 'Values by column id.',
    marks: 'By column id; a cell without a mark came with the list.',
  },
  Run: {
    about: 'Cells being filled: what, how far, at what cost.',
    counts: 'Cells that are done, by state; the empty ones by their reason.',
    reservedMicros: 'Reserved for calls that are under way, in millionths of a US dollar.',
    savedMicros: 'What answers from the cache would have cost, in millionths of a US dollar.',
    budgetMicros:
      'The most that it may spend, in millionths of a US dollar; null: only the limits of the webset and the month.',
    practice: 'Recorded answers at simulated prices: nothing is spent.',
  },
  RunEstimate: { about: 'What a run would do and cost.', price: 'Likely, low and high price of the paid cells.' },
  RunReport: { about: 'What a run did and cost.' },
  RunScope: { about: 'Which rows a run is for.' },
  Rung: { about: 'One step that may fill a cell; cheaper ones are asked first.' },
  Session: { about: 'An access token and its person.', accessToken: 'Send it as `Authorization: Bearer …`.' },
  Spending: { about: 'What was spent in a month (UTC).' },
  TraceStep: { about: 'One step on a cell’s way to its value.' },
  Trial: {
    about: 'One or two plans of a column, tried over the same stored pages. Nothing is written into the sheet.',
  },
  UsableModel: { about: 'A model that a column may be put to.' },
  Webset: { about: 'A sheet with its columns.', activeRunId: 'The run that is filling it now.' },
  WebsetSummary: { about: 'A sheet as lists show it.', activeRunId: 'The run that is filling it now.' },
}
