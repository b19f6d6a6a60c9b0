import { COLUMN_TYPES, guessColumnKind, type ColumnKind } from '@enrichify/domain/values'

export interface PlannedColumn {
  name: string
  kind: ColumnKind
  skip?: boolean | undefined
  /** Null: a new column, even if there is one of its name. */
  columnId?: string | null | undefined
}

/** Types that a heading would not have itself: a first line with an address or a number in it is data. */
const TELLING: ColumnKind[] = ['url', 'email', 'number', 'date', 'phone']

const HEADING_WORDS = [
  'name',
  'company',
  'companies',
  'website',
  'domain',
  'url',
  'e-?mail',
  'title',
  'city',
  'phone',
  'address',
  'organi[sz]ation',
  'firma',
  'business',
]
const HEADING = new RegExp(`^(?:${HEADING_WORDS.join('|')})s?$`, 'i')

/** Whether the first record names the columns: all cells filled, all different, and no value of a recognisable type. */
export function guessHeader(records: readonly (readonly string[])[]): boolean {
  const [first, ...rest] = records
  if (!first) return false
  const names = first.map((cell) => cell.trim())
  // Commas at the end of every line are not columns. A column that has data but no name is one.
  const width = Math.max(0, ...rest.map((record) => record.findLastIndex((cell) => cell.trim() !== '') + 1))
  while (names.at(-1) === '' && names.length > width) names.pop()
  if (
    names.length === 0 ||
    names.some((name) => name === '') ||
    new Set(names.map((name) => name.toLowerCase())).size < names.length
  )
    return false
  if (names.some((name) => TELLING.some((kind) => COLUMN_TYPES[kind].guess([name]) > 0.8))) return false
  if (rest.length === 0) return names.length > 1
  // A single column of plain names may or may not have a heading. A short common word is one.
  if (names.length === 1 && guessColumnKind(rest.map((record) => record[0] ?? '')) === 'text')
    return HEADING.test(names[0]!)
  return true
}

/** Names (from the header, or generated) and guessed types for the widest record. */
export function planColumns(records: readonly (readonly string[])[], header: boolean): PlannedColumn[] {
  const data = header ? records.slice(1) : records
  const width = Math.max(0, ...records.map((record) => record.length))
  const taken = new Set<string>()
  return Array.from({ length: width }, (_, index) => {
    const samples = data.map((record) => record[index] ?? '')
    const kind = guessColumnKind(samples)
    const heading = header ? (records[0]?.[index] ?? '').replace(/\s+/g, ' ').trim().slice(0, 200) : ''
    let name = heading || (header ? `Column ${index + 1}` : nameFor(kind, index))
    for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${heading || nameFor(kind, index)} ${count}`
    taken.add(name.toLowerCase())
    return { name, kind }
  })
}

function nameFor(kind: ColumnKind, index: number): string {
  if (kind === 'url') return 'Website'
  if (kind === 'email') return 'E-mail'
  if (kind === 'phone') return 'Phone'
  return index === 0 ? 'Name' : `Column ${index + 1}`
}
