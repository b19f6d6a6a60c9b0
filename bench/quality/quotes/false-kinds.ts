import type { MakeDraft } from './claim-case.ts'
import { FALSE_DAYS } from './false-days.ts'
import { FALSE_NUMBERS } from './false-numbers.ts'
import { FALSE_OTHERS } from './false-others.ts'
import { FALSE_TEXTS } from './false-texts.ts'

/**
 * Claims that must not pass as proven. What a typed rule cannot decide is not among them: that `We never sold rope` denies the text `rope`, that a number
 * counts seats and not people, that a company describes another one on its own site. U1 promises that the words stand on a page of the row and that the
 * value follows from them by the rule of its type (number, date, phone, e-mail, address, label, yes or no, words contained), and not that the page is right.
 */
export const FALSE: Record<string, MakeDraft> = { ...FALSE_TEXTS, ...FALSE_NUMBERS, ...FALSE_DAYS, ...FALSE_OTHERS }
