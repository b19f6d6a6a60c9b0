export interface SampleRow {
  name: string
  website: string
}

/** The list of the sample webset. Host names end in `.example`, which no one can own. */
export const SAMPLE_ROWS: SampleRow[] = [
  { name: 'Rye & River Bakery', website: 'https://rye-and-river.example' },
  { name: 'Harcourt Plumbing & Heating', website: 'https://harcourt-plumbing.example' },
  { name: 'Optik Sommerfeld', website: 'https://optik-sommerfeld.example' },
  { name: 'Cedar Hollow Veterinary Clinic', website: 'https://cedar-hollow-vets.example' },
  { name: 'Chez Lucienne', website: 'https://chez-lucienne.example' },
  { name: 'Pruitt Malloy LLP', website: 'https://pruitt-malloy.example' },
  { name: 'Tobar House', website: 'https://tobar-house.example' },
  { name: 'Summit Roofing Co.', website: 'https://summit-roofing.example' },
  { name: 'Fietsen Van Dam', website: 'https://fietsen-van-dam.example' },
  { name: 'Fennbridge Antiques', website: 'https://fennbridge-antiques.example' },
  { name: 'Clínica Dental Arroyo', website: 'https://clinica-arroyo.example' },
]
