/** The number of lines in a paste, and a name for its webset, made from the first lines. */
export function describePaste(text: string): { lines: number; name: string } {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const first = lines[0]?.split('\t')[0] ?? ''
  const short = first
    .replace(/^https?:\/\/(?:www\.)?/i, '')
    .split('/')[0]!
    .slice(0, 60)
  return {
    lines: lines.length,
    name: lines.length > 1 ? `${short} and ${lines.length - 1} more` : short || 'Pasted list',
  }
}
