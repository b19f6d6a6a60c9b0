/**
 * Pasted text as a file to import. A list of lines becomes CSV with quotes around each line: a comma in a name divides
 * nothing. A table has tabs already.
 */
export function pasteFile(text: string): File {
  if (text.includes('\t')) return new File([text], 'Pasted list.tsv', { type: 'text/tab-separated-values' })
  const lines = text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const csv = lines.map((line) => `"${line.replaceAll('"', '""')}"\n`).join('')
  return new File([csv], 'Pasted list.csv', { type: 'text/csv' })
}
