import { joined } from '@enrichify/domain'
export type PhoneLabel = 'phone' | 'fax' | 'both'

/**
 * Words that announce a telephone number, in the languages of Europe and a few more. Matched case-insensitively as
 * whole words.
 */
const PHONE_WORDS = [
  'tel',
  'tele',
  'tel[ée]?phones?',
  'telephone',
  'telefon(?:e|en|o|os|i|nummer|u|y|um)?',
  'tel[eé]fonos?',
  'telefoon(?:nummer)?',
  't[ée]l[ée]phone',
  't[ée]l',
  'tlf',
  'tfn',
  'tlfn',
  'puh',
  'puhelin',
  's[ií]mi',
  'phones?',
  'ph',
  'phn',
  'call',
  'call us',
  'mobile',
  'mob',
  'cell',
  'cellular',
  'handy',
  'mobil(?:e|telefon|nummer)?',
  'm[oó]vil',
  'portable',
  'celular',
  'cellulare',
  'gsm',
  'kom(?:[oó]rka|órkowy)?',
  'hotline',
  'helpline',
  'help ?desk',
  'toll[ -]?free',
  'free ?phone',
  'free ?call',
  'local ?call',
  'local ?rate',
  'switchboard',
  'landline',
  'voice',
  'whats ?app',
  'sms',
  'text us',
  'direct',
  'direct ?line',
  'dial',
  'office',
  'reception',
  'rufnummer',
  'zentrale',
  'durchwahl',
  'festnetz',
  'centralino',
  'num[ée]ro vert',
  'v[aä]xel',
  'sentralbord',
  'omstilling',
  'centrala',
  'infolinia',
  'tel[eé]fono gratuito',
  'fijo',
  'fixe',
  'appelez',
  'rufen sie',
  'anrufen',
  'ring oss',
  'zadzwo[nń]',
  'chiama',
  'll[aá]m[ae]nos',
  'ligue',
  'after hours',
]
const FAX_WORDS = [
  'fax(?:es)?',
  'facs?',
  'facsimile',
  'faks(?:i)?',
  'telefaks',
  'telefax',
  't[ée]l[ée]copi(?:e|eur)',
  'fax ?n(?:umber|ummer|o|r|º|°)?',
  'faxnummer',
  'tele ?fax',
]
const OTHER_SCRIPTS = {
  phone: 'тел|телефон|моб|τηλ(?:έφωνο)?|κιν|电话|電話|手机|전화|هاتف|טלפון|โทร',
  fax: 'факс|φαξ|传真|傳真|팩스|ファックス|ファクス|فاكس|פקס|แฟกซ์',
}

const BOTH = joined`
  (?:${PHONE_WORDS.slice(0, 20).join('|')})\.?
  (?:\s*[/&+|,-]\s*|\s+(?:and|und|et|y|e|og|och|en)\s+)(?:tele)?(?:fax|facsimile|f)(?![a-z])
`
const LABELS = new RegExp(
  joined`
    (?<both>(?<!\p{L})${BOTH})
    |(?<fax>
      (?<!\p{L})(?:${FAX_WORDS.join('|')}|(?<!\d)f(?=\s*[:.]|\s*$|\s*\+))(?![\p{L}])
      |${OTHER_SCRIPTS.fax}
    )
    |(?<phone>
      (?<!\p{L})(?:${PHONE_WORDS.join('|')}|(?<!\d)[tpmcodw](?=\s*[:.]|\s*$|\s*\+))(?![\p{L}])
      |${OTHER_SCRIPTS.phone}
    )
  `,
  'giu',
)
/** A word before a number that makes it something else. */
const OTHER_NUMBER = new RegExp(
  joined`
    (?:
      \b(?:
        isbn|issn|vat|ust|uid|abn|acn|arbn|siret|siren|rcs|reg(?:istration|istered)?|company|id
        |ref(?:erence)?|order|item|sku|part|model|serial|iban|bic|konto|account|bank|blz|sort code
        |nif|cif|nip|regon|krs|kvk|btw|org|zip|postal|licen[cs]e|lic|nmls|dre|bre|npi|patent|charity
        |invoice|case|hrb|hra|cvr|p\.? ?iva|c\.? ?f|codice fiscale|steuer|ticket|tracking
        |lat(?:itude)?|lon(?:gitude)?|version|build|mls|upc|ean|gtin|asin|duns|cage|naics|permit
        |copyright
      )\b[^\p{L}\d]{0,4}(?:(?:no|nr|num(?:ber)?|nummer|code|id|#|n[º°o])[^\p{L}\d]{0,4})?
      (?:[A-Z]{2,3}[- ]?)?
      |[#$€£¥]\s?
    )$
  `,
  'iu',
)

export interface LabelMatch {
  label: PhoneLabel
  start: number
  end: number
}

/**
 * Every phone or fax label in a stretch of text, in order. A one-letter label counts only before a colon or at the
 * end.
 */
export function findPhoneLabels(text: string): LabelMatch[] {
  return [...text.matchAll(LABELS)].map((match) => ({
    label: match.groups?.both !== undefined ? 'both' : match.groups?.fax !== undefined ? 'fax' : 'phone',
    start: match.index,
    end: match.index + match[0].length,
  }))
}

/** True when the words directly before a number make it an identifier or an amount and not a telephone number. */
export function announcesOtherNumber(before: string): boolean {
  return OTHER_NUMBER.test(before.slice(-40))
}

/** The label that a whole short line is (`Fax`, `Phone number:`). Null when the line says more than that. */
export function labelOfLine(text: string): PhoneLabel | null {
  if (text.length > 40 || /\d{3}/.test(text)) return null
  const labels = findPhoneLabels(text)
  const first = labels[0]
  if (!first) return null
  const rest = text
    .replaceAll(LABELS, ' ')
    .replaceAll(/[^\p{L}]+/gu, ' ')
    .trim()
  if (rest.split(' ').length > 2 && !/:\s*$/.test(text)) return null
  if (labels.some((each) => each.label === 'both')) return 'both'
  const kinds = new Set(labels.map((each) => each.label))
  return kinds.size === 2 ? 'both' : first.label
}
