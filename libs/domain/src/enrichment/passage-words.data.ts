/** Words that say nothing about the question, in the languages that questions are mostly written in. */
export const EMPTY_WORDS = `
  a an and are as at be by can did do does for from has have how in is it its of on or our that the
  their them there they this to was were what when where which who whom whose why will with you your
  we us any some offer offers der die das und ist sind was wer wie wo welche welcher hat haben ein
  eine im in von zu le la les un une des et est sont que qui quel quelle dans de du el los las y es
  son que en por para
`

/** Words with the same meaning on business pages, one group a line. A question with one of them looks for all. */
export const KIN = [
  'phone telephone tel telefon fon call mobile cell telefono fono rufen handy',
  'fax telefax',
  'email mail e-mail correo courriel courrier contact kontakt',
  'hour hours open opening opened offnungszeiten geoffnet monday friday saturday sunday montag horaires horario closed',
  'address street located location adresse anschrift strasse direccion visit find zip postal code plz city town ort',
  'people team staff person who owner founder founded ceo president director manager managing partner geschaftsfuhrer inhaber equipe equipo meet chef head leads lead doctor dr attorney agent',
  'founded since established est gegrundet seit depuis fundada desde year history born started began',
  'price prices cost costs fee fees rate rates preis tarif precio',
  'name called company business firm copyright',
  'employee employees staff headcount mitarbeiter team people',
  'customer customers client clients kunden reference case',
  'job jobs career careers hiring vacancy vacancies stellen karriere',
]
