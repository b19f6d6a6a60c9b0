import { COLUMN_KINDS } from '@enrichify/domain'
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { websetParams } from './fields.ts'

export const IMPORT_STATES = ['queued', 'running', 'finished', 'failed', 'cancelled'] as const

/** How to read the file. Every part is guessed when it is left out, and the preview says what was guessed. */
export const importOptions = z.object({
  format: z.enum(['csv', 'xlsx']).optional(),
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
  encoding: z
    .enum([
      'utf-8',
      'utf-16le',
      'utf-16be',
      'windows-1252',
      'iso-8859-2',
      'windows-1251',
      'shift_jis',
      'gb18030',
      'euc-kr',
    ])
    .optional(),
  header: z.boolean().optional(),
  /** XLSX: which sheet. */
  sheet: z.string().max(100).optional(),
  /**
   * By position in the file. `skip` leaves a column out; `columnId` fills an existing column of the webset, and null
   * adds a new one. Without it, a column of the same name is filled, if there is one.
   */
  columns: z
    .array(
      z.object({
        name: z.string().max(200),
        kind: z.enum(COLUMN_KINDS),
        skip: z.boolean().optional(),
        columnId: z.string().max(20).nullable().optional(),
      }),
    )
    .max(2000)
    .optional(),
  /**
   * A column of the webset that a column of the file fills. A record whose value one row has updates that row; a value
   * that several rows have is left out and counted; other records are added, and those with one value become one row.
   * Addresses, e-mail addresses and phone numbers match however they are written. Empty values of the file change
   * nothing.
   */
  updateBy: z.string().max(20).nullable().optional(),
})
export type ImportOptions = z.output<typeof importOptions>

export const importError = z.object({
  line: z.number().int(),
  column: z.string().nullable(),
  value: z.string().nullable(),
  reason: z.string(),
})
export type ImportError = z.output<typeof importError>

export const importPreview = z
  .object({
    uploadId: z.uuid(),
    fileName: z.string(),
    bytes: z.number().int(),
    options: importOptions.required({ format: true, columns: true, header: true }),
    sheets: z.array(z.string()),
    /** The first rows as they would be stored, as text, and which cells do not fit their type. */
    sample: z.array(
      z.object({
        line: z.number().int(),
        cells: z.array(z.string()),
        problems: z.array(z.object({ index: z.number().int(), reason: z.string() })),
      }),
    ),
  })
  .meta({ id: 'ImportPreview' })
export type ImportPreview = z.output<typeof importPreview>

export const importJob = z
  .object({
    id: z.uuid(),
    websetId: z.uuid(),
    fileName: z.string(),
    state: z.enum(IMPORT_STATES),
    bytes: z.number().int(),
    bytesRead: z.number().int(),
    /** How many rows were added. */
    rows: z.number().int(),
    /** How many records updated a row. */
    updated: z.number().int(),
    /** How many records would have updated a row, but have no value that fits. */
    notUpdated: z.number().int(),
    /** How many records went into an earlier one of the file, because both have the same new key. */
    folded: z.number().int(),
    /** How many records were left out, because several rows have their key. */
    leftOut: z.number().int(),
    /** How many lines had separators only. They make no rows. */
    emptyLines: z.number().int(),
    errorCount: z.number().int(),
    /** The first hundred. `errorCount` says how many there are. */
    errors: z.array(importError),
    message: z.string().nullable(),
    /** What takes it back, and whether that was done. Null: it is not finished, or it changed nothing. */
    action: z
      .object({ id: z.uuid(), size: z.number().int(), isUndone: z.boolean(), isPartlyUndone: z.boolean() })
      .nullable(),
    /** It was cancelled, and the empty webset that it had made is in the trash. */
    websetRemoved: z.boolean(),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Import' })
export type ImportJob = z.output<typeof importJob>

/**
 * multipart/form-data: `file`, or `uploadId` of an earlier preview; `options` as JSON. `?preview=true` answers with a
 * preview and imports nothing.
 */
export const startImport = endpoint({
  method: 'POST',
  path: '/websets/:id/import',
  summary: 'Import CSV or XLSX (`?preview=true` first)',
  params: websetParams,
  query: z.object({ preview: z.stringbool().default(false) }),
  response: z.union([importPreview, importJob]),
})
/** The same form. Nothing is made for a preview; the import makes a webset with the name of the file. */
export const startNewImport = endpoint({
  method: 'POST',
  path: '/imports',
  summary: 'Import CSV or XLSX as a new webset (`?preview=true` first)',
  query: z.object({ preview: z.stringbool().default(false) }),
  response: z.union([importPreview, importJob]),
})
export const cancelImport = endpoint({
  method: 'POST',
  path: '/imports/:id/cancel',
  summary: 'Stop an import that waits or runs; nothing of the file is taken over, and a webset that it made is removed',
  params: z.object({ id: z.uuid() }),
  response: importJob,
  status: 200,
})
export const getImport = endpoint({
  method: 'GET',
  path: '/imports/:id',
  summary: 'Progress and errors of an import',
  params: z.object({ id: z.uuid() }),
  response: importJob,
})
