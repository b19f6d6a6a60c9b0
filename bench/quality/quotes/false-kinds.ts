import type { MakeDraft } from './claim-case.ts'
import { FALSE_DAYS } from './false-days.ts'
import { FALSE_NUMBERS } from './false-numbers.ts'
import { FALSE_OTHERS } from './false-others.ts'
import { FALSE_TEXTS } from './false-texts.ts'

/**
 * Claims that must not pass as proven. They leave out what a typed rule cannot decide: that `We never sold rope`
 * denies the text `rope`, that a number counts seats and not people, that a company describes another one on its own
 * site. *Verified* promises that a page of the row contains the words, and that the value follows from them by the
 * rule of its type (number, date, phone, e-mail, address, label, yes or no, words contained). It does not promise
 * that the page is right.
 */
export const FALSE: Record<string, MakeDraft> = { ...FALSE_TEXTS, ...FALSE_NUMBERS, ...FALSE_DAYS, ...FALSE_OTHERS }
