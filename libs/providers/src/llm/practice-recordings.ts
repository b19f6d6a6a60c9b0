import { joined } from '@enrichify/domain'
/**
 * An answer that a model once gave for one of the sample sites. `page` is the end of the address of the page with its
 * quote.
 */
export interface PracticeRecording {
  site: string
  topic: 'offer' | 'leader' | 'emergency'
  value: string
  quote: string
}

/** Which recorded topic a question is about. */
export const PRACTICE_TOPICS: Record<PracticeRecording['topic'], RegExp> = {
  emergency: /\b(?:emergenc(?:y|ies)|out[- ]of[- ]hours|at night|24\/7)\b/i,
  leader: /\b(?:who (?:runs|owns|leads|heads|manages)|owners?|directors?|founders?|in charge|managing|manager)\b/i,
  offer: new RegExp(
    joined`
        \b(?:
          offers?|sells?|speciali[sz]e|services?|products?
          |do(?:es)? (?:they|it|the (?:company|business)) (?:do|make)|known for
        )\b
      `,
    'i',
  ),
}

export const PRACTICE_RECORDINGS: readonly PracticeRecording[] = [
  {
    site: 'rye-and-river.example',
    topic: 'offer',
    value: 'Sourdough, rye and morning buns',
    quote: 'Sourdough, rye and morning buns',
  },
  { site: 'rye-and-river.example', topic: 'leader', value: 'Miriam Castellanos', quote: 'Miriam Castellanos' },
  {
    site: 'harcourt-plumbing.example',
    topic: 'offer',
    value: 'Boilers, bathrooms and leaks',
    quote: 'Boilers, bathrooms and leaks',
  },
  { site: 'harcourt-plumbing.example', topic: 'leader', value: 'Eleanor Harcourt', quote: 'Eleanor Harcourt' },
  { site: 'harcourt-plumbing.example', topic: 'emergency', value: 'yes', quote: 'Emergency: 0161 496 0999' },
  {
    site: 'optik-sommerfeld.example',
    topic: 'offer',
    value: 'Brillen, Kontaktlinsen und Sehtests',
    quote: 'Brillen, Kontaktlinsen und Sehtests',
  },
  {
    site: 'optik-sommerfeld.example',
    topic: 'leader',
    value: 'Katharina Sommerfeld',
    quote: 'Geschäftsführerin: Katharina Sommerfeld',
  },
  {
    site: 'cedar-hollow-vets.example',
    topic: 'offer',
    value: 'Kind medicine for dogs, cats and small animals',
    quote: 'Kind medicine for dogs, cats and small animals',
  },
  { site: 'cedar-hollow-vets.example', topic: 'leader', value: 'Dr. Priya Raman', quote: 'Dr. Priya Raman' },
  { site: 'chez-lucienne.example', topic: 'offer', value: 'Cuisine de saison', quote: 'Cuisine de saison' },
  { site: 'chez-lucienne.example', topic: 'leader', value: 'Lucienne Marchand', quote: 'Lucienne Marchand, gérante' },
  {
    site: 'pruitt-malloy.example',
    topic: 'offer',
    value: 'Legal advice for family businesses',
    quote: 'Barristers and solicitors for family businesses in Ontario',
  },
  { site: 'pruitt-malloy.example', topic: 'leader', value: 'Deborah Pruitt', quote: 'Deborah Pruitt' },
  {
    site: 'tobar-house.example',
    topic: 'offer',
    value: 'Six rooms above the harbour',
    quote: 'Six rooms above the harbour',
  },
  {
    site: 'tobar-house.example',
    topic: 'leader',
    value: 'Aoife and Declan Moriarty',
    quote: 'Your hosts: Aoife and Declan Moriarty',
  },
  {
    site: 'summit-roofing.example',
    topic: 'offer',
    value: 'Shingle, metal and flat roofs',
    quote: 'Shingle, metal and flat roofs',
  },
  { site: 'summit-roofing.example', topic: 'leader', value: 'Marcus Delgado', quote: 'Marcus Delgado' },
  {
    site: 'fietsen-van-dam.example',
    topic: 'offer',
    value: 'Nieuwe en tweedehands fietsen, reparatie',
    quote: 'Nieuwe en tweedehands fietsen, reparatie',
  },
  {
    site: 'clinica-arroyo.example',
    topic: 'offer',
    value: 'Ortodoncia, implantes y odontología infantil',
    quote: 'Ortodoncia, implantes y odontología infantil',
  },
  { site: 'clinica-arroyo.example', topic: 'leader', value: 'Dra. Carmen Arroyo', quote: 'Dra. Carmen Arroyo' },
  // A mistake that models sometimes make, recorded as well: a sentence that is on no page.
  {
    site: 'fennbridge-antiques.example',
    topic: 'offer',
    value: 'Furniture and silver of the 18th century',
    quote: 'We deal in furniture and silver of the 18th century',
  },
]
