import { describe, expect, it } from 'vitest'
import { extractPage } from '../extract-page.ts'

function address(body: string, url: string) {
  const { facts } = extractPage({ html: `<p>${body}</p>`, url })
  const of = (kind: string) => facts.find((fact) => fact.kind === kind)?.value ?? null
  return [of('street'), of('city'), of('region'), of('postal_code'), of('country')]
}

describe('postal addresses', () => {
  it.each<[string, string, (string | null)[]]>([
    [
      '12760 Earhart Avenue<br>Auburn, CA 95602',
      'https://a.com/',
      ['12760 Earhart Avenue', 'Auburn', 'CA', '95602', 'US'],
    ],
    [
      'Acme Inc<br>3900 East Mexico Ave<br>Suite 500<br>Denver, Colorado 80210-1234<br>USA',
      'https://a.com/',
      ['3900 East Mexico Ave, Suite 500', 'Denver', 'Colorado', '80210-1234', 'US'],
    ],
    [
      '2002 Cavendish Drive, Burlington, ON L7P 1Y7 Canada',
      'https://a.ca/',
      ['2002 Cavendish Drive', 'Burlington', 'ON', 'L7P 1Y7', 'CA'],
    ],
    ['P.O. Box 291<br>Albion, ME 04911', 'https://a.com/', ['P.O. Box 291', 'Albion', 'ME', '04911', 'US']],
    [
      'Unit 7<br>28 Queen Elizabeth Avenue<br>Glasgow<br>G52 4NQ',
      'https://a.co.uk/',
      ['Unit 7, 28 Queen Elizabeth Avenue', 'Glasgow', null, 'G52 4NQ', 'GB'],
    ],
    ['6 Eldon Way, Hockley, Essex SS5 4AD', 'https://a.co.uk/', ['6 Eldon Way', 'Hockley', null, 'SS5 4AD', 'GB']],
    [
      'Acme GmbH<br>Hauptstraße 5<br>10115 Berlin<br>Deutschland',
      'https://a.de/',
      ['Hauptstraße 5', 'Berlin', null, '10115', 'DE'],
    ],
    ['12 rue de la Paix, 75002 Paris', 'https://a.fr/', ['12 rue de la Paix', 'Paris', null, '75002', 'FR']],
    ['Vegagatan 5, 113 29 Stockholm', 'https://a.se/', ['Vegagatan 5', 'Stockholm', null, '113 29', 'SE']],
    ['Herengracht 12<br>1015 BK Amsterdam', 'https://a.nl/', ['Herengracht 12', 'Amsterdam', null, '1015 BK', 'NL']],
    [
      '845 Pacific Hwy<br>Chatswood NSW 2067',
      'https://a.com.au/',
      ['845 Pacific Hwy', 'Chatswood', 'NSW', '2067', 'AU'],
    ],
    ['Via Roma 12<br>20121 Milano', 'https://a.it/', ['Via Roma 12', 'Milano', null, '20121', 'IT']],
    [
      'Calle de la Paz, 18<br>46003 Valencia',
      'https://a.es/',
      ['Calle de la Paz, 18', 'Valencia', null, '46003', 'ES'],
    ],
    [
      'SARL Chez Lucienne, 31 rue des Récollets, 75010 Paris',
      'https://a.fr/',
      ['31 rue des Récollets', 'Paris', null, '75010', 'FR'],
    ],
    [
      'Landshuter Allee 8-10<br>D-80637 München',
      'https://a.com/',
      ['Landshuter Allee 8-10', 'München', null, '80637', 'DE'],
    ],
    [
      'Green Street<br>Dingle<br>Co. Kerry<br>V92 X7F2<br>Ireland',
      'https://a.com/',
      ['Green Street', 'Dingle', 'Co. Kerry', 'V92 X7F2', 'IE'],
    ],
    [
      'Gate No. 7, North Wing, Powai Campus, Mumbai-400072',
      'https://a.com/',
      ['Gate No. 7, North Wing, Powai Campus', 'Mumbai', null, '400072', null],
    ],
    [
      'No. 67, Appuswamy Road,<br>Red Fields,<br>Coimbatore 641 045',
      'https://a.in/',
      ['No. 67, Appuswamy Road, Red Fields', 'Coimbatore', null, '641 045', null],
    ],
    [
      '25, Metro Dr.<br>3rd Floor<br>San Jose<br>California 95110<br>USA',
      'https://a.com/',
      ['25, Metro Dr., 3rd Floor', 'San Jose', 'California', '95110', 'US'],
    ],
    [
      'PO Box 5214<br>West Chatswood<br>NSW 1515',
      'https://a.com.au/',
      ['PO Box 5214', 'West Chatswood', 'NSW', '1515', 'AU'],
    ],
    [
      'Acme Branch Office<br>3706, 37F Landmark Tower<br>2-2-1, Minatomirai, Nishi-ku,<br>Yokohama<br>Japan',
      'https://a.com/',
      ['3706, 37F Landmark Tower, 2-2-1, Minatomirai, Nishi-ku', 'Yokohama', null, null, 'JP'],
    ],
    [
      'P.O. Box 1999, Ruwi<br>Muscat<br>Sultanate of Oman',
      'https://a.com/',
      ['P.O. Box 1999, Ruwi', 'Muscat', null, null, 'OM'],
    ],
    [
      'Mousa Tower<br>3769 King Faisal Road<br>Unit No.3, 8th Floor<br>Al Khobar<br>Saudi Arabia',
      'https://a.com/',
      ['Mousa Tower, 3769 King Faisal Road, Unit No.3, 8th Floor', 'Al Khobar', null, null, 'SA'],
    ],
    ['ul. Długa 5<br>00-238 Warszawa', 'https://a.pl/', ['ul. Długa 5', 'Warszawa', null, '00-238', 'PL']],
  ])('%s', (body, url, parts) => expect(address(body, url)).toEqual(parts))

  it.each([
    'In 2014 FinCar grew by 10000 Customers',
    'Model 1435 North, Suite of tools',
    'Read more, OR call us',
    'Copyright 2012 Kaye Barr',
    'Case Studies<br>Brooks Running<br>Cobb County Schools',
  ])('finds none in %s', (body) =>
    expect(address(body, 'https://a.com/').slice(0, 4)).toEqual([null, null, null, null]),
  )
})
