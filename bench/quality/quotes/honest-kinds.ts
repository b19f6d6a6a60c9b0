import type { Dice } from '../dice.ts'
import type { Firm, MakeDraft } from './claim-case.ts'
import { HONEST_DAYS } from './honest-days.ts'
import { HONEST_NUMBERS } from './honest-numbers.ts'
import { HONEST_OTHERS } from './honest-others.ts'
import { HONEST_TEXTS } from './honest-texts.ts'
import { TRADES } from './words.ts'

/**
 * Claims that a careful reader would accept: the row’s own page contains the words, and the value follows from them
 * by the rule of its type.
 */
export const HONEST: Record<string, MakeDraft> = {
  ...HONEST_TEXTS,
  ...HONEST_NUMBERS,
  ...HONEST_DAYS,
  ...HONEST_OTHERS,
}

/** Names of firms, none of which begins with another. */
export const firmOf = (dice: Dice, stems: readonly string[]): Firm => {
  const stem = dice.pick(stems)
  const trade = dice.pick(TRADES)
  return {
    stem,
    name: `${stem} ${trade}`,
    domain: `${stem.toLowerCase()}-${trade.toLowerCase()}.${dice.pick(['com', 'de', 'co.uk', 'fr', 'io'])}`,
  }
}
