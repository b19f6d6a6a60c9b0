import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getArchive, getImport, startImport, uploadArchive, type Client } from '@enrichify/contracts'
import { root } from './stack.ts'
import { until } from './until.ts'

/** The sites of the sample's archive. */
export const SITES = [
  'rye-and-river',
  'harcourt-plumbing',
  'optik-sommerfeld',
  'cedar-hollow-vets',
  'chez-lucienne',
  'pruitt-malloy',
  'tobar-house',
  'summit-roofing',
  'fietsen-van-dam',
  'fennbridge-antiques',
  'clinica-arroyo',
]

/** Imports a list with this many companies, which share the sites in turn. */
export async function importCompanies(
  call: Client,
  websetId: string,
  { rows, prefix = '', sites = SITES }: { rows: number; prefix?: string; sites?: readonly string[] },
): Promise<void> {
  const list = Array.from(
    { length: rows },
    (_, at) => `${prefix}Company ${at + 1},https://${sites[at % sites.length]}.example`,
  )
  const started = await call(startImport, {
    params: { id: websetId },
    form: asForm(new Blob([`Business,Website\n${list.join('\n')}\n`]), 'list.csv'),
  })
  if (!('id' in started)) throw new Error('The import answered with a preview.')
  await until('the import', async () => {
    const job = await call(getImport, { params: { id: started.id } })
    if (job.state === 'failed') throw new Error(job.message ?? 'import failed')
    return job.state === 'finished' && job.rows === rows
  })
}

export async function attachSampleArchive(call: Client, websetId: string): Promise<void> {
  const params = { id: websetId }
  const archive = readFileSync(join(root, 'libs/features/assets/sample-web.warc.gz'))
  await call(uploadArchive, { params, form: asForm(new Blob([archive]), 'sample-web.warc.gz') })
  await until('the archive', async () => (await call(getArchive, { params })).archive?.state === 'ready')
}

function asForm(file: Blob, name: string): FormData {
  const form = new FormData()
  form.set('file', file, name)
  return form
}
