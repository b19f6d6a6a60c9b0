import { COLUMN_KINDS, type ColumnKind } from '@enrichify/domain'

// Not taken from the types themselves: their modules bring the phone metadata of the whole world along.
export const KIND_LABELS = {
  text: 'Text',
  number: 'Number',
  date: 'Date',
  url: 'URL',
  email: 'E-mail',
  phone: 'Phone',
  choice: 'Choice',
  boolean: 'Yes / no',
  list: 'List',
} satisfies Record<ColumnKind, string>

export const KIND_OPTIONS = COLUMN_KINDS.map((value) => ({ value, label: KIND_LABELS[value] }))
