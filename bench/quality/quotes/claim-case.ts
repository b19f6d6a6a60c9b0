import type { ColumnKind, ColumnSettings, RowEntity } from '@enrichify/domain'
import type { Dice } from '../dice.ts'
import type { PrintedLine } from './render-page.ts'
import type { Language } from './words.ts'

/**
 * A claim as a model might make it, about a page as the web might serve it, and whether the product must accept it as
 * proven.
 */
export interface ClaimCase {
  /** What is tried. It is the same for all cases of a kind. */
  kind: string
  truth: 'verified' | 'refused'
  column: { kind: ColumnKind; settings: ColumnSettings }
  entity: RowEntity
  page: { url: string; html: string }
  claim: { value: string; quote: string }
}

export interface Firm {
  name: string
  stem: string
  domain: string
}

/**
 * What a kind makes of its random values: a printed line and the claim about it. Parts that are left out are the
 * usual honest ones.
 */
export interface Draft {
  column: ColumnKind
  settings?: ColumnSettings
  line: PrintedLine
  value: string
  /** The text of the line when it is not given. A function gets the line as a reader sees it, with its label. */
  quote?: string | ((whole: string) => string)
  /** Further lines of the page. */
  more?: readonly string[]
  language?: Language
  entity?: RowEntity
  url?: string
  title?: string
}

export type MakeDraft = (dice: Dice, firm: Firm, language: Language) => Draft
