import type { ImportOptions } from '@enrichify/contracts'
import type { RefusalKind } from '@enrichify/domain/values'
import type { ImportRecord } from '../formats/import-format.ts'
import type { FilePreview, PreviewColumn } from '../preview-upload.ts'

/** What the process that reads a file is asked. */
export type FileTask =
  | { kind: 'preview'; upload: { path: string; bytes: number }; options: ImportOptions; existing: PreviewColumn[] }
  | { kind: 'records'; path: string; options: ImportOptions }

/** Each line of its answer. */
export type FileAnswer =
  | { preview: FilePreview }
  | { bytesRead: number; emptyLines: number; records: ImportRecord[] }
  | { refused: { code: string; message: string; kind: RefusalKind; details?: Record<string, unknown> } }
