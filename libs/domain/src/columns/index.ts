import type { ColumnKind, ColumnType } from './column-type.ts'
import { booleanColumn } from './types/boolean.column-type.ts'
import { choiceColumn } from './types/choice.column-type.ts'
import { dateColumn } from './types/date.column-type.ts'
import { emailColumn } from './types/email.column-type.ts'
import { listColumn } from './types/list.column-type.ts'
import { numberColumn } from './types/number.column-type.ts'
import { phoneColumn } from './types/phone.column-type.ts'
import { textColumn } from './types/text.column-type.ts'
import { urlColumn } from './types/url.column-type.ts'

export const COLUMN_TYPES = {
  text: textColumn,
  number: numberColumn,
  date: dateColumn,
  url: urlColumn,
  email: emailColumn,
  phone: phoneColumn,
  choice: choiceColumn,
  boolean: booleanColumn,
  list: listColumn,
} satisfies Record<ColumnKind, ColumnType>

/** The type that fits all the samples best, empty texts left out. It is `text` when no type is sure. */
export function guessColumnKind(samples: readonly string[]): ColumnKind {
  const filled = samples.filter((sample) => sample.trim() !== '')
  let best: ColumnType = textColumn
  let bestScore = filled.length ? textColumn.guess(filled) : 1
  for (const type of Object.values<ColumnType>(COLUMN_TYPES)) {
    const score = type.guess(filled)
    // One bad cell in ten may be dirt. More means that the column is of another type.
    if ((score > bestScore && score > 0.84) || (type.kind === 'choice' && score > bestScore))
      [best, bestScore] = [type, score]
  }
  return best.kind
}
