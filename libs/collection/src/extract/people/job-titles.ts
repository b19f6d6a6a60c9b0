import { joined } from '@enrichify/domain'
import { JOB_TITLES } from './job-titles.data.ts'

const WORDS = Object.values(JOB_TITLES).join('|')
const TITLE = new RegExp(`(?<![\\p{L}])(?:${WORDS})(?![\\p{L}])`, 'iu')
/** Titles before a colon that say which person to talk to. */
const CONTACT_LABEL = new RegExp(
  joined`
    ^(?:
      contact(?: person)?|attn|attention|ansprechpartner(?:in)?|kontaktperson|contact pour|contacto
      |referente|contactpersoon|responsable|written by|author|by|posted by|host|hosted by
      |presented by|owner|founder|with
    )$
  `,
  'i',
)

export function hasJobTitle(text: string): boolean {
  return TITLE.test(text)
}

export function isContactLabel(text: string): boolean {
  return CONTACT_LABEL.test(text.trim())
}

const SENTENCE = new RegExp(
  joined`
    [!?]|\.\s+\p{Lu}\p{Ll}+\s\p{Ll}|\d{3}|@|https?:
    |\b(?:
      our|your|you|we|us|the best|call|click|read|view|meet|contact|find|learn|more|login|search
      |become|join|free|all|new
    )\b
  `,
  'iu',
)

/** Whether a whole short line is a job title: it contains a title word, begins like one and is not a sentence. */
export function isJobTitleLine(text: string): boolean {
  if (text.length > 90 || text.length < 2 || !TITLE.test(text)) return false
  if (SENTENCE.test(text)) return false
  const words = text.split(/\s+/)
  const lower = words.filter(
    (word) =>
      /^\p{Ll}/u.test(word) &&
      !/^(?:of|and|for|the|to|in|at|de|la|le|du|des|et|und|für|der|die|del|di|e|y|van|en|i|og|och|&)$/.test(word),
  )
  return words.length <= 12 && lower.length <= 3 && (text.includes('(') || !text.includes(')'))
}
