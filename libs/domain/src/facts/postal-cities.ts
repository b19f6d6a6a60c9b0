/**
 * Large cities of countries whose postal codes are plain digits before the city, with how many digits. Folded to
 * lower case without accents.
 */
const CITIES: [string, number, string][] = [
  [
    'DE',
    5,
    'berlin hamburg munchen koln frankfurt stuttgart dusseldorf dortmund essen leipzig bremen dresden ' +
      'hannover nurnberg duisburg bochum wuppertal bielefeld bonn munster karlsruhe mannheim augsburg ' +
      'wiesbaden gelsenkirchen braunschweig kiel chemnitz magdeburg freiburg lubeck erfurt mainz rostock ' +
      'kassel potsdam saarbrucken heidelberg regensburg wurzburg ulm',
  ],
  [
    'FR',
    5,
    'paris marseille lyon toulouse nice nantes montpellier strasbourg bordeaux lille rennes reims ' +
      'toulon grenoble dijon angers nimes villeurbanne clermont-ferrand brest limoges tours amiens ' +
      'perpignan metz besancon orleans rouen mulhouse caen nancy avignon poitiers',
  ],
  [
    'ES',
    5,
    'madrid barcelona valencia sevilla zaragoza malaga murcia palma bilbao alicante cordoba valladolid ' +
      'vigo gijon granada vitoria oviedo pamplona almeria santander salamanca',
  ],
  [
    'IT',
    5,
    'roma milano napoli torino palermo genova bologna firenze bari catania venezia verona messina ' +
      'padova trieste brescia parma modena perugia bergamo',
  ],
  ['AT', 4, 'wien graz linz salzburg innsbruck klagenfurt villach wels dornbirn bregenz'],
  ['CH', 4, 'zurich geneve basel lausanne bern winterthur luzern lugano biel'],
  ['BE', 4, 'bruxelles brussel antwerpen gent charleroi liege brugge namur leuven mechelen'],
  ['DK', 4, 'kobenhavn aarhus odense aalborg esbjerg randers'],
  ['NO', 4, 'oslo bergen trondheim stavanger drammen fredrikstad kristiansand tromso'],
  ['SE', 5, 'stockholm goteborg malmo uppsala vasteras orebro linkoping helsingborg jonkoping norrkoping lund umea'],
  ['FI', 5, 'helsinki espoo tampere vantaa oulu turku jyvaskyla lahti kuopio'],
  ['CZ', 5, 'praha brno ostrava plzen liberec olomouc'],
  ['HU', 4, 'budapest debrecen szeged miskolc pecs gyor'],
]
const byName = new Map(
  CITIES.flatMap(([country, digits, names]) => names.split(' ').map((name) => [`${digits} ${name}`, country] as const)),
)

const fold = (text: string) =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('ø', 'o')
    .replaceAll('ß', 'ss')

/**
 * The country of `10969 Berlin`. Plain digits before a large city tell the country together, since other countries
 * with a city of that name write the code elsewhere. Null when no country fits.
 */
export function countryOfPostalCity(text: string): string | null {
  for (const match of text.matchAll(
    /(?<![\p{L}\d.,-])(?:[A-Z]{1,2}\s?-\s?)?(\d{3}\s?\d{2}|\d{4})\s+(\p{Lu}[\p{L}-]+)/gu,
  )) {
    const found = byName.get(`${(match[1] as string).replaceAll(/\s/g, '').length} ${fold(match[2] as string)}`)
    if (found) return found
  }
  return null
}
