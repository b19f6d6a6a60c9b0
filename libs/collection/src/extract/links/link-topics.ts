import { joined } from '@enrichify/domain'
import type { FactKind } from '@enrichify/domain'

export interface LinkTopic {
  topic: string
  score: number
  /** Enough anywhere in a link’s text or path (both folded to ASCII words joined by `-`). */
  strong: RegExp
  /**
   * Enough only as the whole text or the whole last part of the path, apart from `our`, `the`, `us` and similar
   * words.
   */
  weak: string
  kinds: FactKind[]
}

const REACH: FactKind[] = [
  'phone',
  'fax',
  'email',
  'street',
  'city',
  'region',
  'postal_code',
  'country',
  'opening_hours',
  'people',
]

/** What the page behind a link is likely to contain, by its words, in the languages of Europe and some more. */
export const LINK_TOPICS: LinkTopic[] = [
  {
    topic: 'contact',
    score: 10,
    kinds: REACH,
    weak: 'feedback|acces|enquir(?:y|ies)|inquir(?:y|ies)|lianxi',
    strong: new RegExp(
      joined`
          \b(?:
            contact(?:s|ez|us|eaza|ti|o|os|e|anos|enos|ar|i)?|kontakt\w*|contatt\w*|contato|yhteystiedot
            |kapcsolat|iletisim|get-in-touch|reach-us|write-to-us|call-us|nous-joindre|coordonnees
            |ota-yhteytta|skontaktuj|where-(?:are-)?we|find-us|how-to-find|visit-us|dove-siamo
            |donde-estamos|onde-estamos|anfahrt|so-finden-sie-uns|plan-d-acces|hitta-hit
          )\b
          |联系|聯絡|お問い合わせ|контакт|επικοινωνια|연락
        `,
    ),
  },
  {
    topic: 'imprint',
    score: 9,
    kinds: ['company_name', 'phone', 'fax', 'email', 'street', 'postal_code', 'city', 'country', 'people'],
    weak: 'legal',
    strong: new RegExp(
      joined`
          \b(?:
            impressum|imprint|mentions-legales|aviso-legal|note-legali|colofon|legal-notice
            |informations-legales|datos-de-la-empresa|nota-prawna|kolofon
          )\b
        `,
    ),
  },
  {
    topic: 'team',
    score: 8,
    kinds: ['people'],
    weak: joined`
      team|staff|people|crew|leadership|management|executives?|board|directors?|officers?|partners
      |providers?|agents?|brokers?|personal|faculty|principals?|consultants?|specialists?|trainers?
      |instructors?|bios?|profiles?
    `,
    strong: new RegExp(
      joined`
          \b(?:
            (?:
              our|the|my|meet|management|executive|leadership|sales|design|legal|dental|medical
            )-(?:\w+-)?(?:team|staff|people|crew|agents|brokers|attorneys|doctors|dentists)
            |(?:team|staff)-(?:members|directory|bios)|meet-(?:the|our|us|dr|your)
            |(?:board-of|of)-directors|attorneys?|lawyers?|doctors?|physicians?|dentists?|realtors?
            |founders?|stylists?|therapists?|biograph\w*|who-we-are|mitarbeiter|ansprechpartner
            |geschaeftsfuehrung|ueber-mich|equipe|quienes-somos|equipo|chi-siamo|medewerkers|ons-team
            |wie-zijn-wij|quem-somos|equipa|zespol|medarbetare|medarbejdere|ansatte
          )\b
        `,
    ),
  },
  {
    topic: 'locations',
    score: 8.5,
    kinds: REACH,
    weak: 'offices?|stores?|visit|worldwide|global|maps?|dealers?|addresses|kontor|sede|sedi|magasins?|lojas?|standort',
    strong: new RegExp(
      joined`
          \b(?:
            locations?|our-offices|office-locations|branch(?:es)?|store-(?:finder|locator|locations)
            |showrooms?|directions|our-stores|sites-map|(?:uk|us|our|office|company|production)-sites
            |where-to-find|standorte|filialen?|niederlassung(?:en)?|agences|implantations?|filiali
            |punti-vendita|oficinas|tiendas|sucursales|delegaciones|vestigingen|winkels|filiais|oddzialy
            |sklepy|butiker|butikker|avdelinger
          )\b
        `,
    ),
  },
  {
    topic: 'about',
    score: 7,
    kinds: ['company_name', 'description', 'founded', 'people', 'street', 'phone', 'city'],
    weak: joined`
      company|profile|history|story|corporate|overview|om|over|sobre|info|information|background
      |presentation|background|home
    `,
    strong: new RegExp(
      joined`
          \b(?:
            about|aboutus|about-\w+
            |our-(?:firm|practice|clinic|company|story|history|agency|studio|business)
            |the-(?:firm|company|practice)|company-(?:profile|overview|info\w*|history)|who-we-are
            |ueber-uns|uber-uns|unternehmen|firma|a-propos|apropos|qui-sommes-nous|entreprise|societe
            |sobre-nosotros|empresa|nosotros|azienda|over-ons|bedrijf|o-nas|o-firmie|om-oss|om-os
            |virksomheden|foretaget|yritys|rolunk|hakkimizda
          )\b
        `,
    ),
  },
  {
    topic: 'hours',
    score: 7,
    kinds: ['opening_hours'],
    weak: 'hours|orari|horaires|horarios?',
    strong: new RegExp(
      joined`
          \b(?:
            (?:opening|office|business|store|shop|working)-(?:hours|times)|openingstijden|oeffnungszeiten
            |offnungszeiten|heures-d-ouverture|horario-de|orari-di|godziny|oppettider|aabningstider
            |apningstider|aukioloajat
          )\b
        `,
    ),
  },
  {
    topic: 'service',
    score: 4,
    kinds: ['phone', 'fax', 'email', 'street', 'opening_hours', 'people'],
    weak: 'support|help|faqs?|press|media|investors?|sitemap|site-map|sales|business|info',
    strong: new RegExp(
      joined`
          \b(?:
            customer-(?:service|support|care)|service-center|support-center|kundenservice|kundendienst
            |service-client|atencion-al-cliente|servizio-clienti|klantenservice|privacy\w*|datenschutz\w*
            |terms|conditions|policy|policies|shipping|returns|delivery|news-?room|investor-relations
          )\b
        `,
    ),
  },
  {
    topic: 'voices',
    score: 2,
    kinds: ['people', 'phone'],
    weak: 'reviews?|clients?|news|services|jobs|careers?|employment|solutions|products',
    strong: /\b(?:testimonials?|referenzen|case-studies|karriere)\b/,
  },
]
