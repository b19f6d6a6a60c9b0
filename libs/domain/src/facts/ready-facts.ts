import type { ColumnKind } from '../columns/column-type.ts'
import type { DataFact } from '../providers/data-facts.ts'
import type { FactKind } from './fact-kinds.ts'

export interface ReadyFact {
  label: string
  question: string
  columnKind: ColumnKind
  /** True: the cell gets all distinct values. False: it gets the best one, and the others stay as candidates. */
  many: boolean
  /** What data services call it. Null: no service answers it. */
  dataFact: DataFact | null
}

/** What the add-a-column panel offers without a question. The ids are those of `FACT_KINDS`. */
export const READY_FACTS: Record<FactKind, ReadyFact> = {
  company_name: {
    label: 'Company name',
    question: 'What is the company called?',
    columnKind: 'text',
    many: false,
    dataFact: 'company.name',
  },
  description: {
    label: 'Description',
    question: 'What does the company say it does?',
    columnKind: 'text',
    many: false,
    dataFact: 'company.description',
  },
  phone: {
    label: 'Phone',
    question: 'What is the phone number?',
    columnKind: 'phone',
    many: false,
    dataFact: 'company.phone',
  },
  fax: { label: 'Fax', question: 'What is the fax number?', columnKind: 'phone', many: false, dataFact: null },
  email: {
    label: 'E-mail',
    question: 'What is the e-mail address?',
    columnKind: 'email',
    many: false,
    dataFact: 'company.email',
  },
  street: {
    label: 'Street',
    question: 'What is the street address?',
    columnKind: 'text',
    many: false,
    dataFact: 'company.street',
  },
  city: { label: 'City', question: 'In which city is it?', columnKind: 'text', many: false, dataFact: 'company.city' },
  region: {
    label: 'Region',
    question: 'In which state, province or region is it?',
    columnKind: 'text',
    many: false,
    dataFact: 'company.region',
  },
  postal_code: {
    label: 'Postal code',
    question: 'What is the postal code?',
    columnKind: 'text',
    many: false,
    dataFact: 'company.postal_code',
  },
  country: {
    label: 'Country',
    question: 'In which country is it?',
    columnKind: 'text',
    many: false,
    dataFact: 'company.country',
  },
  opening_hours: {
    label: 'Opening hours',
    question: 'When is it open?',
    columnKind: 'text',
    many: false,
    dataFact: 'company.opening_hours',
  },
  people: {
    label: 'People',
    question: 'Who works there, and as what?',
    columnKind: 'list',
    many: true,
    dataFact: null,
  },
  social: {
    label: 'Social profiles',
    question: 'Which social profiles does it have?',
    columnKind: 'list',
    many: true,
    dataFact: 'company.social',
  },
  founded: {
    label: 'Founded',
    question: 'In which year was it founded?',
    columnKind: 'number',
    many: false,
    dataFact: 'company.founded',
  },
}
