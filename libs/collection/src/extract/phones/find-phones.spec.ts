import { describe, expect, it } from 'vitest'
import { extractPage } from '../extract-page.ts'

/** `p` and `f` with the numbers of each kind, as the page at `url` gives them. */
function numbers(body: string, url = 'https://acme.com/') {
  const { facts } = extractPage({ html: body, url })
  const of = (kind: string) => [...new Set(facts.filter((fact) => fact.kind === kind).map((fact) => fact.value))]
  return { p: of('phone'), f: of('fax') }
}

describe('phones and faxes', () => {
  it.each<[string, string, (string | number)[], string[]]>([
    ['Tel: 905-335-7959 Fax: 905-335-7958', 'https://a.ca/', ['+19053357959'], ['+19053357958']],
    [
      '<table><tr><td>Phone</td><td>(905) 335-7959</td></tr><tr><td>Fax</td><td>(905) 335-7958</td></tr></table>',
      'https://a.ca/',
      ['+19053357959'],
      ['+19053357958'],
    ],
    [
      '<table><tr><th>Name<th>Phone<th>Fax</tr><tr><td>Jo<td>905-335-7959<td>905-335-7958</tr></table>',
      'https://a.ca/',
      ['+19053357959'],
      ['+19053357958'],
    ],
    [
      '<dl><dt>Telefon<dd>030 1234567<dt>Telefax<dd>030 1234568</dl>',
      'https://a.de/',
      ['+49301234567'],
      ['+49301234568'],
    ],
    ['Tél. : 01 42 68 53 00 – Télécopie : 01 42 68 53 01', 'https://a.fr/', ['+33142685300'], ['+33142685301']],
    ['905-335-7959 (phone), 905-335-7958 (fax)', 'https://a.ca/', ['+19053357959'], ['+19053357958']],
    ['Tel/Fax: 01268 745421', 'https://a.co.uk/', ['+441268745421'], ['+441268745421']],
    ['Tel: +44 (0)20 7946 0018 / +44 (0)20 7946 0019', 'https://a.co.uk/', ['+442079460018', '+442079460019'], []],
    ['Call 1-800-FLOWERS or 1-800-356-9377', 'https://a.com/', ['+18003569377'], []],
    ['Direct: 530.820.3090 x410', 'https://a.com/', ['+15308203090;ext=410'], []],
    ['Telefono 06 6982 0001', 'https://a.it/', ['+390669820001'], []],
    ['Tfn: 08-123 456 78', 'https://a.se/', ['+46812345678'], []],
    ['<a href="tel:+1-905-335-7959">Call</a>', 'https://a.ca/', ['+19053357959'], []],
  ])('%s at %s', (body, url, phones, faxes) => expect(numbers(body, url)).toEqual({ p: phones, f: faxes }))

  it.each([
    'Order 4905-335-7959',
    '2013-05-12',
    '12.05.2013 - 14.05.2013',
    '$905 335 7959',
    'ISBN 978-3-16-148410-0',
    'VAT 920 2565 50',
    '192.168.100.200',
    '377 W 11TH ST',
    'Lat: 43.123456, -79.123456',
    'SKU: 905-335-7959',
    '1998-2014',
    '100 200 300',
    'Model 214 NAS RAID',
    '1 140/155/170',
  ])('leaves %s alone', (body) => expect(numbers(`<p>${body}</p>`, 'https://a.co.uk/')).toEqual({ p: [], f: [] }))
})
