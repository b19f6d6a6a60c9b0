/** How many lines a paste has, and a name for the webset that comes of it: what its first lines are. */
export function describePaste(text: string): { lines: number; name: string } {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const first = lines[0]?.split('\t')[0] ?? ''
  const short = first
    .replace(/^https?:\/\/(?:www\.)?/i, '')
    .replace(/\/.*$/, '')
    .slice(0, 60)
  return {
    lines: lines.length,
    name: lines.length > 1 ? `${short} and ${lines.length - 1} more` : short || 'Pasted list',
  }
}
