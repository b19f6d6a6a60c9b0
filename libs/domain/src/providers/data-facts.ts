/** What data services answer, by names that the planner can match to columns. */
export const DATA_FACTS = [
  'company.name', 'company.domain', 'company.website', 'company.phone', 'company.email', 'company.street', 'company.city', 'company.region', 'company.postal_code', 'company.country',
  'company.latitude', 'company.longitude', 'company.category', 'company.description', 'company.employees', 'company.revenue', 'company.founded', 'company.status', 'company.registration_number', 'company.lei',
  'company.legal_form', 'company.opening_hours', 'company.rating', 'company.officers', 'company.social', 'company.industry',
  'person.email', 'person.name', 'person.title', 'person.phone', 'phone.valid', 'phone.type', 'phone.carrier', 'phone.country', 'email.valid', 'email.score',
] as const
export type DataFact = (typeof DATA_FACTS)[number]
