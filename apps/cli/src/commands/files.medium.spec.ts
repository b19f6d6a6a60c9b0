import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root, runCommand } from '../testing/run-command.ts'

const ARCHIVE = join(import.meta.dirname, '../../../../libs/features/assets/sample-web.warc.gz')
const read = (name: string): string => readFileSync(join(root, name), 'utf8')
const lines = (name: string) =>
  read(name)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

interface Cell {
  state: string
  evidence: { quote: string }[]
}

describe('enrich', () => {
  writeFileSync(
    join(root, 'list.csv'),
    [
      'Name,Website',
      'Harcourt Plumbing & Heating,https://harcourt-plumbing.example',
      'Optik Sommerfeld,https://optik-sommerfeld.example',
    ].join('\n'),
  )
  const enrich = (...more: string[]) => runCommand(['enrich', 'list.csv', ...more])

  it('answers columns from an archive into a file, and leaves nothing behind', async () => {
    mkdirSync(join(root, 'temporary'))
    chmodSync(join(root, 'temporary'), 0o711)
    const ended = await runCommand(
      ['enrich', 'list.csv', '--pages', ARCHIVE, '--column', 'phone', '--column', 'email', '--out', 'out.jsonl'],
      { env: { TMPDIR: join(root, 'temporary') } },
    )
    expect(ended.error).toMatch(/2 rows, \d+ pages: \d+ cells verified, \d+ cited, \d+ empty in .* s → out\.jsonl/)
    expect(ended).toMatchObject({ code: 0, out: '' })
    const rows = lines('out.jsonl') as { row: { Name: string }; cells: { phone: Cell } }[]
    expect(rows.map(({ row }) => row.Name)).toEqual(['Harcourt Plumbing & Heating', 'Optik Sommerfeld'])
    for (const { cells } of rows) {
      expect(cells.phone.state).toBe('verified')
      expect(cells.phone.evidence[0]!.quote).toMatch(/\d{3}/)
    }
    expect(readdirSync(join(root, 'temporary'))).toEqual([])
  })

  it.each([
    [
      'an unknown column',
      ['--column', 'telephone', '--out', 'x.csv'],
      /error: option '--column <.*>' argument 'telephone' is invalid\. It is neither a ready fact .* nor a question.*/,
    ],
    [
      'an unknown format',
      ['--column', 'phone', '--out', 'x.pdf'],
      /error: option '--out <file>' argument 'x\.pdf' is invalid\. It does not end in \.csv, \.xlsx or \.jsonl\./,
    ],
    [
      'an unreadable budget',
      ['--column', 'phone', '--out', 'x.csv', '--budget', '-1'],
      /error: option '--budget <dollars>' argument '-1' is invalid\. It is not an amount in US dollars, such as .*/,
    ],
    [
      'more pages than a row may have',
      ['--column', 'phone', '--out', 'x.csv', '--max-pages', '51'],
      /error: option '--max-pages <n>' argument '51' is invalid\. It is not a whole number from 1 to 50\./,
    ],
    [
      'a question without a budget',
      ['--column', 'Who is the owner?', '--out', 'x.csv'],
      /error: a question may cost money, so it needs option '--budget <dollars>'/,
    ],
    [
      'a question without a budget, also over data of its own',
      ['--column', 'Who is the owner?', '--out', 'x.csv', '--data', 'own'],
      /error: a question may cost money, so it needs option '--budget <dollars>'/,
    ],
    ['no column', ['--out', 'x.csv'], /error: required option '--column <fact\|question\[:type\]>' not specified/],
  ])('refuses %s as wrong usage before it starts', async (_what, more, sentence) => {
    const { code, out, error } = await enrich(...more)
    expect([code, out]).toEqual([2, ''])
    expect(error.trim()).toMatch(new RegExp(`^${sentence.source}$`))
    expect(existsSync(join(root, 'x.csv'))).toBe(false)
  })

  it('fails where a list or an archive is not there', async () => {
    const fails = (name: string) => ({ code: 1, out: '', error: `\nThere is no file ${name}.\n` })
    const options = ['--column', 'phone', '--out', 'x.csv']
    expect(await runCommand(['enrich', 'no.csv', ...options])).toEqual(fails('no.csv'))
    expect(await enrich(...options, '--pages', 'no.warc')).toEqual(fails('no.warc'))
  })

  it('runs a question within its budget', async () => {
    const question = ['--column', 'Who is the owner?', '--budget', '0.5']
    const ended = await enrich(...question, '--pages', ARCHIVE, '--out', 'question.jsonl')
    expect(ended.error).toMatch(/2 rows, .* 2 empty, \$0\.00 of \$0\.50 spent in .* s → question\.jsonl/)
    expect(ended.code).toBe(0)
    expect(lines('question.jsonl')).toHaveLength(2)
  })

  it('refuses a list without rows, and an archive that is none', async () => {
    writeFileSync(join(root, 'empty.csv'), 'Name,Website\n')
    const data = ['--data', 'kept']
    const empty = await runCommand(['enrich', 'empty.csv', '--column', 'phone', '--out', 'x.csv', '--offline', ...data])
    expect(empty).toMatchObject({ code: 1, error: expect.stringMatching(/The list has no rows\.\n$/) as string })
    writeFileSync(join(root, 'not.warc'), 'no archive at all')
    const broken = await enrich('--column', 'phone', '--out', 'x.csv', '--pages', 'not.warc', ...data)
    expect(broken).toMatchObject({ code: 1, error: expect.stringContaining('WARC archive') as string })
    expect(existsSync(join(root, 'x.csv'))).toBe(false)
    // A folder that the person named stays.
    expect(existsSync(join(root, 'kept'))).toBe(true)
  })
})

describe('extract', () => {
  const page = (phone: string) =>
    `<html lang="en"><head><title>Harbour Bikes</title></head><body><p>Phone: ${phone}</p></body></html>`

  it('writes one line per page of a folder, in the order of the names', async () => {
    mkdirSync(join(root, 'pages/sub'), { recursive: true })
    writeFileSync(join(root, 'pages/a.html'), page('(617) 555-0134'))
    writeFileSync(join(root, 'pages/sub/b.html'), page('(617) 555-0135'))
    writeFileSync(join(root, 'pages/notes.txt'), 'not a page')
    const ended = await runCommand(['extract', 'pages', '--out', 'pages.jsonl', '--offline'])
    expect(ended).toMatchObject({ code: 0, out: '' })
    expect(ended.error).toMatch(/^2 pages in \d+\.\d s \(\d+ pages\/s\)\n$/)
    const found = lines('pages.jsonl').map((line) => JSON.stringify(line))
    expect(found).toHaveLength(2)
    expect(found[0]).toContain('+16175550134')
    expect(found[1]).toContain('+16175550135')
  })

  it('reads a WARC archive', async () => {
    expect(await runCommand(['extract', ARCHIVE, '--out', 'archive.jsonl'])).toMatchObject({ code: 0 })
    expect(lines('archive.jsonl').length).toBeGreaterThan(11)
  })

  it.each([
    ['a missing file', 'no.html', /There is no file or folder .*no\.html\./],
    ['a folder without pages', 'none', /This folder has no \.html or \.html\.gz files\./],
  ])('refuses %s with one sentence', async (_what, input, sentence) => {
    mkdirSync(join(root, 'none'), { recursive: true })
    const { code, out, error } = await runCommand(['extract', input, '--out', 'x.jsonl'])
    expect([code, out]).toEqual([1, ''])
    expect(error.trim()).toMatch(new RegExp(`^${sentence.source}$`))
  })
})
