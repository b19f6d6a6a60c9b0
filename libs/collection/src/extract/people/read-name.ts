import { joined, words } from '@enrichify/domain'
import { foldName, isAmbiguousName, isGivenName, isPlaceName, isWordName } from './given-names.ts'
import { hasJobTitle } from './job-titles.ts'
import { CITY_FIRST, NOT_NAMES, SURNAMES } from './name-words.data.ts'

const HONORIFIC = joined`
  (?:
    Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Dame|Rev|Capt|Captain|Hon|Dra|Herr|Frau|Herrn|Hr|Fr|Mme
    |Mlle|Dipl|Ing|Mag|Dott|Dott\.ssa|Avv|Sr|Sra|D|Dña|Me|Fru|Dhr|Mevr|Pan|Pani|RA|Sen|Gov
  )\.?
`
const PARTICLE = joined`
  (?:
    van|von|vom|zu|zur|de|del|della|di|da|do|dos|das|der|den|den|het|ter|ten|la|le|el|al|bin|ben
    |af|av|Van|Von|De|Del|Di|Da|La|Le|Mac|Mc|St\.
  )
`
const WORD = joined`
  (?:
    \p{Lu}(?:['’]\p{Lu})?\p{Ll}+(?:\p{Lu}\p{Ll}+)?(?:[-’'](?!s(?!\p{L}))\p{Lu}?\p{Ll}+)*
    |\p{Lu}{2,}(?:-\p{Lu}{2,})?
  )
`
const INITIAL = '(?:\\p{Lu}\\.(?:\\s?\\p{Lu}\\.)?)'
const NICKNAME = '(?:["“(][\\p{Lu}][\\p{L}. ]{1,12}["”)])'
const CREDENTIALS = joined`
  (?:
    ,?\s?(?:
      Jr|Sr|II|III|IV|M\.?D|Ph\.?D|MBA|CPA|Esq|DDS|DMD|D\.?O|R\.?N|JD|LLM|CFA|PE|AIA|GRI|FNP|NP
      |PA-C|MS|MA|BA|BS|MSc|BSc|PMP|CFP|RPh|DVM|OD|LMT
    )\.?(?![\p{L}])
  )+
`
export const NAME_PATTERN = joined`
  (?:(?<honorific>${HONORIFIC})\s+)?(?<first>${WORD}|${INITIAL})
  (?<middle>(?:\s(?:${INITIAL}|${NICKNAME}|${WORD}|\p{Lu}(?=\s\p{Lu}))){0,2})
  (?:\s(?:${PARTICLE}\s){0,2}(?<last>${WORD}))(?<credentials>${CREDENTIALS})?
`

const notNames = new Set(words(NOT_NAMES))
const surnames = new Set(words(SURNAMES))
const cityFirst = new Set(words(CITY_FIRST))

/** Signs of a person around a name. They admit a name that would not pass alone. */
export interface NameHints {
  /** The line is the name alone, or a card or a label announces a person. */
  announced: boolean
}

export interface ReadName {
  /** As on the page, white space collapsed, without the honorific. */
  name: string
  start: number
  end: number
  /** 0…1 */
  sure: number
  /** The first word is a known given name. */
  given: boolean
}

const pattern = new RegExp(`(?<![\\p{L}\\d@./&'’-])${NAME_PATTERN}(?![\\p{L}\\d@]|\\.\\p{L}|-\\p{L})`, 'gu')

/** Cheap: a line without two capitalised words in a row, or with a particle between them, contains no name. */
const PAIR = /\p{Lu}[^\s]*\s(?:[a-z]{2,3}\s){0,2}["“(]?\p{Lu}/u

/** Names of persons in a line, left to right, with how sure each is from its own words. */
export function readNames(line: string, hints: NameHints): ReadName[] {
  const found: ReadName[] = []
  if (!PAIR.test(line)) return found
  pattern.lastIndex = 0
  for (let match = pattern.exec(line); match; match = pattern.exec(line)) {
    const read = longestName(line, match, hints)
    if (read) {
      found.push(read)
      pattern.lastIndex = read.end
    } else pattern.lastIndex = match.index + Math.max(1, match[0].search(/\s/) + 1 || match[0].length)
    // A pair that is no name may end with the given name of the next one, so go on one word later.
  }
  return found
}

const whole = new RegExp(`^${NAME_PATTERN}$`, 'u')

/**
 * The match may include a word too many (`Jane Doe Toronto`, `Jane Doe President`). The longest beginning that is a
 * name counts.
 */
function longestName(line: string, match: RegExpExecArray, hints: NameHints): ReadName | null {
  let text = match[0]
  for (let tries = 0; tries < 3; tries += 1) {
    const parts = tries === 0 ? match : whole.exec(text)
    const read = parts ? judgeName(line, match.index, parts, hints) : null
    if (read) return read
    const cut = text.replace(/,?\s\S+$/, '')
    if (cut === text || !cut.includes(' ')) return null
    text = cut
  }
  return null
}

const BUSINESS_TAIL = new RegExp(
  joined`
    ^['’]?s?\s(?:&\s|and\s)?(?:\p{Lu}\p{Ll}+\s)?
    (?:
      St|Street|Ave|Avenue|Road|Rd|Drive|Lane|Blvd|Boulevard|Way|Court|Law|Firm|Group|Inc|LLC|Ltd
      |Company|Co|Corp|Design|Designs|School|University|College|Hospital|Center|Centre|Foundation
      |Park|Parkway|Associates|Agency|Realty|Homes|House|Award|Awards|Insurance|Photography|Studios?
      |Hotel|Building|Institute|Airport|County|Beach|Church|Memorial|Stadium|Music|Records|Band
      |Trust|Fund|Junction|Furniture|Museum|Library|Theat(?:er|re)
    )(?!\p{L})
  `,
  'u',
)

/**
 * `Ann Arbor, MI`: a state after the comma means that the name is a town. States that are also degrees (MD, MA, PA)
 * prove nothing.
 */
const CITY_TAIL = new RegExp(
  joined`
    ^,\s(?:
      A[KLRZ]|C[AOT]|FL|GA|HI|I[ADLN]|K[SY]|M[INOT]|N[CDEHJMVY]|O[HKR]|RI|S[CD]|T[NX]|UT|VT|W[AIVY]
      |ON|BC|AB|QC|NSW|VIC|QLD
    )(?![\p{L}.])
  `,
  'u',
)

function judgeName(line: string, at: number, match: RegExpExecArray, hints: NameHints): ReadName | null {
  const { honorific, first, middle, last, credentials } = match.groups as {
    honorific?: string
    first: string
    middle: string
    last: string
    credentials?: string
  }
  const middles = middle
    .trim()
    .split(/\s+/)
    .filter((word) => word && !/[."“()]/.test(word) && word.length > 1)
  const words = [first, ...middles, last]
  const initial = /^\p{Lu}\.(?:\s?\p{Lu}\.)?$/u.test(first)
  const given = isGivenName(first) || (initial && middles.some(isGivenName))
  const ambiguous = isAmbiguousName(first) || isPlaceName(first)
  const titled = honorific !== undefined || credentials !== undefined
  const surnamed = given && !ambiguous && surnames.has(foldName(last))
  const spoiled = (word: string, index: number) =>
    notNames.has(foldName(word)) &&
    !(index === 0 && given && hints.announced) &&
    !(index > 0 && index === words.length - 1 && surnamed)
  if (!given && hasJobTitle(words.join(' '))) return null
  if (words.some(spoiled) || (cityFirst.has(foldName(first)) && !honorific)) return null
  const alone = at <= 3 && at + match[0].length >= line.length - 3
  const plainMiddle = middles.length > 0 && !middles.every(isGivenName) && !titled
  if (plainMiddle && !alone) return null
  if (middles.length > 0 && isGivenName(last) && !isGivenName(middles.at(-1) ?? '')) return null
  if (surnamed && /^(?:lane|mills|field|park|bridge)$/i.test(last) && /\d/.test(line)) return null
  const upper = words.every((word) => word === word.toUpperCase() && word.replaceAll(/\P{L}/gu, '').length > 1)
  if (!upper && !initial && words.some((word) => word.length > 1 && word.length < 5 && /^\p{Lu}+$/u.test(word)))
    return null
  const end = at + match[0].length
  const tail = line.slice(end, end + 28)
  const before = line.slice(Math.max(0, at - 16), at)
  // `John Smith Street`, `Paul Wilkinson Law Firm`, `St. John Smith School`, `San Luis Obispo`, `Claude Debussylaan
  // 18`.
  if (BUSINESS_TAIL.test(tail) || /^\s\d|^,?\s(?:Inc|LLC|Ltd|GmbH|PLC|LLP|P\.?C|P\.?A|AG|KG)\b/.test(tail)) return null
  if (
    /(?:St|Saint|Port|Fort|Lake|Mount|Mt|San|Santa|Los|Las|El|City of|County of|University of|The|&)\.?\s$/.test(before)
  )
    return null
  // A trade mark belongs to a product.
  if (CITY_TAIL.test(tail) || /^\s?[™®]/.test(tail)) return null
  const next = /^\s(\p{Lu}\p{L}+)/u.exec(tail)?.[1]
  if (next && notNames.has(foldName(next)) && !hasJobTitle(tail)) return null
  if (initial && !titled && !given && !(/(?:^|[-–—~"”’']\s?|\bby\s)$/.test(before) && /^\s*(?:$|[,|(–-])/.test(tail)))
    return null
  let sure = titled
    ? 0.85
    : given
      ? isPlaceName(first) || isWordName(first)
        ? 0.48
        : ambiguous
          ? 0.58
          : 0.75
      : initial
        ? 0.58
        : 0.2
  if (middle.includes('.') && (given || titled)) sure += 0.1
  if (upper && !titled) sure -= hints.announced ? 0.05 : 0.35
  if (isGivenName(last) && !given) sure -= 0.1
  if (middles.length > 1 && !titled) sure -= 0.2
  const keep =
    honorific && !/^(?:Dra?|Prof|Professor|Sir|Dame|Rev|Capt|Captain|Hon)\.?$/.test(honorific)
      ? match[0].search(/\s/) + 1
      : 0
  return {
    name: match[0].slice(keep).replaceAll(/\s+/g, ' ').trim(),
    start: at + keep,
    end,
    sure: Math.max(0, Math.min(1, sure)),
    given,
  }
}
