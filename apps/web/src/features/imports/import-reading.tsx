import type { ImportPreview } from '@enrichify/contracts'
import { LoaderCircle } from 'lucide-react'
import { CheckField, SelectField } from '../../ui/field.tsx'
import type { Options } from './use-import-preview.ts'

const DELIMITERS = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Bar |' },
] as const
const ENCODINGS = [
  { value: 'utf-8', label: 'UTF-8' },
  { value: 'windows-1252', label: 'Western (Windows-1252)' },
  { value: 'utf-16le', label: 'UTF-16 LE' },
  { value: 'utf-16be', label: 'UTF-16 BE' },
  { value: 'iso-8859-2', label: 'Central European (ISO 8859-2)' },
  { value: 'windows-1251', label: 'Cyrillic (Windows-1251)' },
  { value: 'shift_jis', label: 'Japanese (Shift JIS)' },
  { value: 'gb18030', label: 'Chinese (GB 18030)' },
  { value: 'euc-kr', label: 'Korean (EUC-KR)' },
] as const

/** How the file is read: everything was guessed, and everything can be changed. */
export function ImportReading({
  preview,
  options,
  busy,
  onChange,
}: {
  preview: ImportPreview
  options: Options
  busy: boolean
  onChange: (change: Partial<Options>) => void
}) {
  const isCsv = options.format === 'csv'
  return (
    <div className="flex flex-wrap items-end gap-3">
      <SelectField
        label="Format"
        value={options.format}
        onValue={(format) => onChange({ format })}
        options={[
          { value: 'csv', label: 'CSV or text' },
          { value: 'xlsx', label: 'Excel (XLSX)' },
        ]}
      />
      {isCsv && (
        <SelectField
          label="Separator"
          value={options.delimiter ?? ','}
          onValue={(delimiter) => onChange({ delimiter })}
          options={DELIMITERS}
        />
      )}
      {isCsv && (
        <SelectField
          label="Encoding"
          value={options.encoding ?? 'utf-8'}
          onValue={(encoding) => onChange({ encoding })}
          options={ENCODINGS}
        />
      )}
      {!isCsv && preview.sheets.length > 1 && (
        <SelectField
          label="Sheet"
          value={options.sheet ?? preview.sheets[0] ?? ''}
          onValue={(sheet) => onChange({ sheet })}
          options={preview.sheets.map((sheet) => ({ value: sheet, label: sheet }))}
        />
      )}
      <div className="flex h-control items-center">
        <CheckField
          label="The first row holds the column names"
          checked={options.header}
          onChange={(event) => onChange({ header: event.target.checked })}
        />
      </div>
      {busy && <LoaderCircle className="turn mb-2 size-4 text-quiet" aria-label="Reading again" />}
    </div>
  )
}
