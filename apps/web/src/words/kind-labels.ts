import { COLUMN_KINDS, type ColumnKind } from '@enrichify/domain'

// Said here again because the types' own module brings the phone metadata of the world along.
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
