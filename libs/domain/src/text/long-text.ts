/**
 * A long regular expression in readable lines: the source of the pattern without its line breaks and the indentation
 * after them. Backslashes mean what they mean in a literal between slashes.
 */
export function joined(strings: TemplateStringsArray, ...values: readonly string[]): string {
  return strings.raw.map((text, at) => text.replaceAll(/\n\s*/g, '') + (values[at] ?? '')).join('')
}

/** The words of a list that is written over several lines. */
export function words(text: string): string[] {
  return text.trim().split(/\s+/)
}
