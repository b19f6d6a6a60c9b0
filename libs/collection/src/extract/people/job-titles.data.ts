import { joined } from '@enrichify/domain'

/** Words that a job title has, by language. They are matched as whole words in any case. */
export const JOB_TITLES = {
  english: joined`
    accountants?|account (?:manager|executive|director)|administrators?|advisors?|advisers?|agents?
    |analysts?|architects?|assistants?|associates?|attorneys?|auditors?|baker|bookkeeper|broker
    |buyer|captain|caretaker|cashier|ceo|cfo|chairman|chairperson|chairwoman|chair|chancellor|chef
    |chief|cio|clerk|clinician|cmo|coach|co-?founders?|consultants?|controller|coo|coordinators?
    |co-?ordinators?|co-?owners?|counsel(?:l?or)?s?|cto|curator|dean|dentists?|deputy|designers?
    |developers?|directors?|dispatcher|doctor|driver|economist|editors?|electrician|engineers?
    |estimators?|evp|executives?|experts?|foreman|founders?|gardener|general manager|groomer
    |head (?:of|chef|coach)|hygienists?|inspector|instructors?|journalist|lawyers?|leader|lecturer
    |librarian|manager|mechanic|member|merchandiser|minister|mrp|nurses?|officers?|operators?
    |optometrist|orthodontist|owners?|painter|paralegal|partners?|pastor|pharmacist|photographers?
    |physician|pilot|planner|plumber|practitioner|president|principals?|producers?|professor
    |programmer|proprietor|psychologist|psychotherapist|publisher|rabbi|realtors?|receptionists?
    |recruiter|registrar|representatives?|researcher|sales(?:man|person|woman)?|scientist|secretary
    |solicitors?|specialists?|stylists?|superintendent|supervisors?|surgeon|surveyor|svp|teachers?
    |technicians?|technologist|therapists?|trainers?|treasurer|trustees?|tutor|underwriter
    |veterinarian|vice[ -]president|vp|writer
  `,
  german: joined`
    geschäftsführer(?:in)?|inhaber(?:in)?|vorstand|leiter(?:in)?|leitung|vertrieb|mitarbeiter(?:in)?
    |sachbearbeiter(?:in)?|ansprechpartner(?:in)?|assistentin?|prokurist(?:in)?
    |rechtsanw[aä]lt(?:in)?|steuerberater(?:in)?|arzt|ärztin|zahnarzt|meister(?:in)?|berater(?:in)?
    |architekt(?:in)?|ingenieur(?:in)?|sekretariat|sekretärin|vorsitzender?|gesellschafter(?:in)?
    |buchhaltung|kauf(?:mann|frau)
    |\p{L}{0,24}(?:
      meister|optiker|techniker|therapeut|mechaniker|monteur|helfer|pfleger|gärtner|schreiner
      |tischler|bäcker|friseur|kosmetiker|trainer|ingenieur|berater|leiter|assistent|anwalt|anwält
    )(?:in)?
    |\p{L}{0,12}(?:arzt|ärztin)
  `,
  french: joined`
    gérante?|directeur|directrice|responsable|président(?:e)?|fondateur|fondatrice|associée?
    |avocate?|conseill(?:er|ère)|chargée? de|chef de|secrétaire|assistante?|comptable|ingénieure?
    |médecin|notaire|commerciale?|cuisini(?:er|ère)|serveu(?:r|se)|sommeli(?:er|ère)|chirurgienne?
    |dentiste|pharmacien(?:ne)?|opticien(?:ne)?|boulang(?:er|ère)
  `,
  spanish: joined`
    gerente|directora?|presidente|presidenta|fundadora?|socio|socia|abogad[oa]|ingenier[oa]
    |arquitect[oa]|responsable|encargad[oa]|jef[ea] de|secretari[oa]|asesora?|consultora?
    |administrador(?:a)?|propietari[oa]|ortodoncista|odontólog[oa]|médic[oa]|dentista|enfermer[oa]
    |higienista|auxiliar|recepcionista|veterinari[oa]|farmacéutic[oa]|cociner[oa]
  `,
  italian: joined`
    amministratore|titolare|direttore|direttrice|responsabile|fondatore|socio|avvocato|architetto
    |ingegnere|segretari[oa]|consulente|presidente
  `,
  dutch: joined`
    eigenaar|eigenaresse|directeur|zaakvoerder|oprichter|medewerk(?:er|ster)|adviseur|beheerder
    |voorzitter|secretaris|vennoot|advocaat|verkoper|verkoopster|fietsenmaker|tandarts|huisarts
    |dierenarts|apotheker
  `,
  polish: 'właściciel(?:ka)?|prezes|dyrektor|kierownik|specjalista|wspólnik|założyciel|księgow[ya]',
  portuguese: 'sócio|sócia|diretora?|gerente|fundadora?|advogad[oa]|proprietári[oa]',
  nordic: joined`
    vd|ägare|delägare|grundare|säljare|chef|försäljningschef|direktør|indehaver|sælger|daglig leder
    |styreleder|partner|rådgiver|konsulent|konsult
  `,
}
