/** Forms of postal codes that no other country shares, so that the code alone tells the country. */
const OWN_FORMS: [string, RegExp][] = [
  ['CA', /(?<![A-Za-z\d])[ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d(?![A-Za-z\d])/],
  ['GB', /(?<![A-Za-z\d])(?:[A-Z]{1,2}\d[A-Z\d]?|GIR) ?\d[ABD-HJLNP-UW-Z]{2}(?![A-Za-z\d])/],
  ['IE', /(?<![A-Za-z\d])[AC-FHKNPRTV-Y]\d[\dW] ?[\dAC-FHKNPRTV-Y]{4}(?![A-Za-z\d])/],
  ['NL', /(?<![A-Za-z\d])[1-9]\d{3} ?(?!S[ADS])[A-Z]{2}(?![A-Za-z\d])/],
  ['PT', /(?<![A-Za-z\d-])\d{4}-\d{3}(?![\d-])/],
  ['PL', /(?<![A-Za-z\d-])\d{2}-\d{3}(?![\d-])/],
  ['JP', /〒\s?\d{3}-?\d{4}/],
  ['BR', /(?<![A-Za-z\d.-])\d{5}-\d{3}(?![\d-])/],
]

/** The countries whose own form of postal code the text contains. US ZIP codes and other plain digits tell nothing. */
export function countriesOfPostalCode(text: string): string[] {
  return OWN_FORMS.filter(([, form]) => form.test(text)).map(([country]) => country)
}
