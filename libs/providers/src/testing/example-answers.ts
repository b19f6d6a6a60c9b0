import type { DataFact } from '@enrichify/domain'

/** The example answers in the services’ own documentation, shortened. */
export const SEARCHES: Record<string, { body: string; empty: string; path: string; header?: string }> = {
  brave: {
    body:
      '{"web":{"results":[{"title":"Acme &amp; Sons","url":"https://acme.example/","description":"The ' +
      '<strong>best</strong> anvils","page_age":"2026-01-02T00:00:00"}]}}',
    empty: '{}',
    path: '/res/v1/web/search',
    header: 'x-subscription-token',
  },
  serper: {
    body:
      '{"organic":[{"title":"Acme & Sons","link":"https://acme.example/","snippet":"The best anvils",' +
      '"date":"Jan 2, 2026","position":1}]}',
    empty: '{"organic":[]}',
    path: '/search',
    header: 'x-api-key',
  },
  searxng: {
    body:
      '{"query":"q","results":[{"url":"https://acme.example/","title":"Acme & Sons","content":"The best ' +
      'anvils","publishedDate":null}]}',
    empty: '{"results":[]}',
    path: '/search',
  },
  tavily: {
    body:
      '{"query":"q","results":[{"title":"Acme & Sons","url":"https://acme.example/","content":"The best ' +
      'anvils","score":0.9}],"response_time":1.2}',
    empty: '{"results":[]}',
    path: '/search',
    header: 'authorization',
  },
  exa: {
    body:
      '{"requestId":"b5947044c4b78efa9552a7c89b306d95","results":[{"title":"Acme & Sons",' +
      '"url":"https://acme.example/","publishedDate":"2026-01-02T00:00:00.000Z","highlights":["The best ' +
      'anvils"]}]}',
    empty: '{"results":[]}',
    path: '/search',
    header: 'x-api-key',
  },
  'jina-search': {
    body:
      '{"code":200,"status":20000,"data":[{"title":"Acme & Sons","url":"https://acme.example/",' +
      '"description":"The best anvils"}]}',
    empty: '{"data":[]}',
    path: '/',
    header: 'authorization',
  },
  'google-custom-search': {
    body: '{"items":[{"title":"Acme & Sons","link":"https://acme.example/","snippet":"The best anvils"}]}',
    empty: '{}',
    path: '/customsearch/v1',
    header: 'x-goog-api-key',
  },
  bing: {
    body: '{"webPages":{"value":[{"name":"Acme & Sons","url":"https://acme.example/","snippet":"The best anvils"}]}}',
    empty: '{}',
    path: '/v7.0/search',
    header: 'ocp-apim-subscription-key',
  },
}

export const DATA: Record<
  string,
  { body: string; empty: string; facts: DataFact[]; expected: Record<string, unknown> }
> = {
  'google-places': {
    body:
      '{"places":[{"id":"ChIJj61dQgK6j4AR4GeTYWZsKWw","displayName":{"text":"Acme","languageCode":"en"},' +
      '"internationalPhoneNumber":"+1 415-555-0100","websiteUri":"https://acme.example/","rating":4.5}]}',
    empty: '{}',
    facts: ['company.phone', 'company.website', 'company.rating'],
    expected: { 'company.phone': '+14155550100', 'company.website': 'https://acme.example/', 'company.rating': 4.5 },
  },
  openstreetmap: {
    body:
      '[{"osm_type":"node","osm_id":240109189,"lat":"51.5","lon":"-0.1","category":"shop",' +
      '"type":"bakery","name":"Acme","display_name":"Acme, London","address":{"road":"Mill Lane",' +
      '"house_number":"18","city":"London","postcode":"E1 1AA","country_code":"gb"},' +
      '"extratags":{"phone":"+44 20 7946 0000","opening_hours":"Mo-Fr 08:00-17:00"}}]',
    empty: '[]',
    facts: ['company.phone', 'company.street', 'company.country', 'company.opening_hours'],
    expected: {
      'company.phone': '+44 20 7946 0000',
      'company.street': 'Mill Lane 18',
      'company.country': 'GB',
      'company.opening_hours': 'Mo-Fr 08:00-17:00',
    },
  },
  hunter: {
    body:
      '{"data":{"first_name":"Alexis","last_name":"Ohanian","email":"alexis@reddit.com","score":97,' +
      '"position":"Cofounder","sources":[{"uri":"http://morningreadable.com/reddits"}]}}',
    empty: '{"data":{"email":null}}',
    facts: ['person.email', 'person.title'],
    expected: { 'person.email': 'alexis@reddit.com', 'person.title': 'Cofounder' },
  },
  'twilio-lookup': {
    body:
      '{"calling_country_code":"1","country_code":"US","phone_number":"+14159929960","valid":true,' +
      '"line_type_intelligence":{"type":"mobile","carrier_name":"AT&T Wireless"}}',
    empty: '{"valid":false,"phone_number":null}',
    facts: ['phone.valid', 'phone.type', 'phone.carrier'],
    expected: { 'phone.valid': true, 'phone.type': 'mobile', 'phone.carrier': 'AT&T Wireless' },
  },
  'companies-house': {
    body:
      '{"items":[{"title":"ACME LIMITED","company_number":"01234567","company_status":"active",' +
      '"date_of_creation":"1994-05-01","address":{"address_line_1":"Unit 4","locality":"Manchester",' +
      '"postal_code":"M4 7HZ"}}]}',
    empty: '{"items":[]}',
    facts: ['company.registration_number', 'company.city', 'company.status'],
    expected: { 'company.registration_number': '01234567', 'company.city': 'Manchester', 'company.status': 'active' },
  },
  gleif: {
    body:
      '{"data":[{"type":"lei-records","id":"5493001KJTIIGC8Y1R12",' +
      '"attributes":{"lei":"5493001KJTIIGC8Y1R12","entity":{"legalName":{"name":"ACME AG"},' +
      '"legalAddress":{"addressLines":["Lindenstraße 12"],"city":"Berlin","country":"DE",' +
      '"postalCode":"10969"},"status":"ACTIVE","registeredAs":"HRB 204816"}}}]}',
    empty: '{"data":[]}',
    facts: ['company.lei', 'company.city'],
    expected: { 'company.lei': '5493001KJTIIGC8Y1R12', 'company.city': 'Berlin' },
  },
  'hubspot-breeze': {
    body:
      '{"total":1,"results":[{"id":"15","properties":{"name":"Acme","domain":"acme.example",' +
      '"numberofemployees":"42","city":null}}]}',
    empty: '{"total":0,"results":[]}',
    facts: ['company.name', 'company.employees', 'company.city'],
    expected: { 'company.name': 'Acme', 'company.employees': 42 },
  },
}

export const READERS: Record<string, string> = {
  'jina-reader':
    '{"code":200,"status":20000,"data":{"title":"Acme","url":"https://acme.example/","content":"# ' +
    'Acme\\n\\nThe best anvils"}}',
  firecrawl:
    '{"success":true,"data":{"markdown":"# Acme\\n\\nThe best anvils","html":"<h1>Acme</h1>",' +
    '"metadata":{"title":"Acme","sourceURL":"https://acme.example/","statusCode":200}}}',
}
