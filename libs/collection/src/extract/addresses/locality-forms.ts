import { regionPattern, joined } from '@enrichify/domain'

/** How a country writes the last lines of an address: where city, region and postal code are. */
export interface LocalityForm {
  country: string
  pattern: RegExp
  /** True when the code alone is proof of an address. Otherwise the line before must look like a street. */
  sure: boolean
  /** Cheap: a line without it cannot match. */
  hint: RegExp
}

const CITY = "(?<city>\\p{Lu}[\\p{L}.'’-]*(?:[\\s-]+(?:\\p{L}[\\p{L}.'’/-]*|\\(\\p{L}+\\))){0,4}?)"
const LATE_CITY = joined`
  (?<city>
    \p{Lu}[\p{L}.'’-]+(?:
      [\s-]+(?:
        (?:
          de|del|della|di|da|do|dos|das|den|der|am|an|im|in|bei|ob|sur|sous|en|les|lès|la|le|el|op
          |aan|od|nad|i|og|och|[a-z]/d
        )\s+
      )?[\p{Lu}(][\p{L}.'’)-]*
    ){0,3}
  )
`
const IRISH_COUNTIES = joined`
  Carlow|Cavan|Clare|Cork|Donegal|Dublin|Galway|Kerry|Kildare|Kilkenny|Laois|Leitrim|Limerick
  |Longford|Louth|Mayo|Meath|Monaghan|Offaly|Roscommon|Sligo|Tipperary|Waterford|Westmeath|Wexford
  |Wicklow|Antrim|Armagh|Derry|Down|Fermanagh|Tyrone
`
const start = '(?<![\\p{L}\\d])'
const end = '(?![\\p{L}\\d])'
const make = (country: string, hint: RegExp, pattern: string, sure: boolean): LocalityForm => ({
  country,
  hint,
  pattern: new RegExp(pattern, 'gu'),
  sure,
})

/** Tried in order; `{}` of named groups: city, region, code. */
export const LOCALITY_FORMS: LocalityForm[] = [
  make(
    'US',
    /\d{5}/,
    joined`
      (?:${start}${CITY}[\s,|•·]+)?${start}(?<region>${regionPattern('US')})\.?[\s,.|•·-]{0,4}
      (?<code>\d{5}(?:\s?-\s?\d{4})?)${end}
    `,
    true,
  ),
  make(
    'CA',
    /[A-Z]\d[A-Z]/,
    joined`
      (?:${start}${CITY}[\s,|•·(]+)?(?:${start}(?<region>${regionPattern('CA')})\.?[\s,.|•·)-]{1,5})?
      (?:Canada,?\s+)?${start}(?<code>[ABCEGHJ-NPRSTVXY]\d[A-Z][\s-]?\d[A-Z]\d)${end}
    `,
    true,
  ),
  make(
    'AU',
    /\d{4}/,
    `(?:${start}${CITY}[\\s,|•·]+)?${start}(?<region>${regionPattern('AU')})[\\s,.|•·-]{0,3}(?<code>\\d{4})${end}`,
    true,
  ),
  make('GB', /\d[A-Z]{2}/, `${start}(?<code>(?:[A-Z]{1,2}\\d[A-Z\\d]?|GIR)\\s?\\d[ABD-HJLNP-UW-Z]{2})${end}`, true),
  make(
    'NL',
    /\d{4}\s?[A-Z]{2}/,
    `${start}(?:NL-?\\s?)?(?<code>[1-9]\\d{3}\\s?(?!S[ADS])[A-Z]{2})${end},?\\s+${LATE_CITY}`,
    false,
  ),
  make('PT', /\d\s?-\s?\d{3}/, `${start}(?<code>\\d{4}\\s?-\\s?\\d{3})${end},?\\s+${LATE_CITY}`, false),
  make('PL', /\d-\d{3}/, `${start}(?<code>\\d{2}-\\d{3})${end},?\\s+${LATE_CITY}`, false),
  make('SE', /\d{3}\s\d{2}/, `${start}(?:SE?-)?(?<code>[1-9]\\d{2}\\s\\d{2})${end},?\\s+${LATE_CITY}`, false),
  make('IN', /\d{3}\s?\d{3}/, `${start}${CITY}\\s?[-–,:]?\\s?(?<code>[1-9]\\d{2}\\s?\\d{3})${end}`, false),
  make(
    '',
    /[A-Z]\s?-\s?\d{4}/,
    joined`
      ${start}(?:
        (?:
          D|DE|A|AT|F|FR|I|IT|E|ES|CH|B|BE|L|DK|FIN?|CZ|SK|SE|S|N|NO|P|LT|LV|EE|HR|SI|GR|RO|BG|HU
        )\s?-\s?
      )(?<code>\d{4,5})${end},?\s+${LATE_CITY}
    `,
    true,
  ),
  make('', /\d{4}/, `${start}(?<code>\\d{4,6})${end},?\\s+${LATE_CITY}`, false),
  make('IE', /Dublin\s\d/, `${start}(?<city>Dublin\\s\\d{1,2}[Ww]?)${end}`, false),
  make(
    'IE',
    /Co[.u\s]/,
    joined`
      (?:${start}${CITY}[\s,]+)?${start}(?<region>Co(?:\.|unty)\s?(?:${IRISH_COUNTIES}))(?!\p{L})
      (?:,?\s+(?<code>[AC-FHKNPRTV-Y]\d[\dW]\s?[\dAC-FHKNPRTV-Y]{4}))?${end}
    `,
    false,
  ),
  make('US', /,\s?[A-Z]/, `${start}${CITY}\\s?,\\s?(?<region>${regionPattern('US')})\\.?${end}(?!\\s+\\d)`, false),
  make('CA', /,\s?[A-Z]/, `${start}${CITY}\\s?,\\s?(?<region>${regionPattern('CA')})\\.?${end}(?!\\s+\\d)`, false),
  make(
    '',
    /\d{3}/,
    joined`
      ${start}(?<city>\p{Lu}[\p{L}'’-]+(?:\s\p{Lu}[\p{L}'’-]+){0,2})\s?[,-]?\s
      (?<code>\d{3}\s?\d{2,3}|\d{4,6})(?:$|[.,]|\s*\p{Lu})
    `,
    false,
  ),
]

/** How many digits plain codes before the city have. */
export const CODE_BEFORE_CITY: Record<string, number> = {
  DE: 5,
  FR: 5,
  IT: 5,
  ES: 5,
  AT: 4,
  CH: 4,
  BE: 4,
  DK: 4,
  NO: 4,
  LU: 4,
  LI: 4,
  MC: 5,
  HU: 4,
  SI: 4,
  BG: 4,
  SE: 5,
  FI: 5,
  CZ: 5,
  SK: 5,
  GR: 5,
  HR: 5,
  EE: 5,
  TR: 5,
  MX: 5,
  UA: 5,
  RS: 5,
  LT: 5,
  IL: 7,
  RO: 6,
  RU: 6,
  KZ: 6,
  BY: 6,
  MY: 5,
  IS: 3,
  CY: 4,
  MK: 4,
  ME: 5,
  BA: 5,
  MD: 4,
  AR: 4,
  BR: 8,
  TN: 4,
  MA: 5,
  CU: 5,
}
/** How many digits plain codes after the city have. */
export const CODE_AFTER_CITY: Record<string, number> = {
  AU: 4,
  NZ: 4,
  ZA: 4,
  SG: 6,
  IN: 6,
  CN: 6,
  TH: 5,
  KR: 5,
  VN: 6,
  RU: 6,
  UA: 5,
  KZ: 6,
  ID: 5,
  PH: 4,
  PK: 5,
  BD: 4,
  EG: 5,
  SA: 5,
  JO: 5,
  KW: 5,
  TW: 5,
  DE: 5,
  KE: 5,
  NG: 6,
  LK: 5,
  NP: 5,
}
