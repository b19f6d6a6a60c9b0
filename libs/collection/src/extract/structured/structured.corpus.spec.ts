import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseHtml } from '../parse-html.ts'
import { readJsonLd } from './read-json-ld.ts'
import { readMeta } from './read-meta.ts'
import { readMicrodata } from './read-microdata.ts'

const corpora = process.env.CORPORA_DIR ?? resolve(import.meta.dirname, '../../../../../../shared/data')
const samples = join(corpora, 'extruct/samples')
const here = existsSync(samples)
if (!here) console.warn(`skipped: no extruct samples in ${samples} (set CORPORA_DIR)`)

/** Cases whose expected output asks for something that we do not do, each with the reason. */
const EXCEPTIONS: Record<string, string> = {
  'schema.org/SearchAction.001':
    'the value of an <input> is taken from its constraint attributes, which only describes a form',
}

/** Base URLs that the expected output was made with. */
const baseOf = (path: string) =>
  /^w(?:3crdfa|ikipedia)\//.test(path)
    ? 'http://www.example.com/index.html'
    : /microdata\.7\.1|microdata\.object/.test(path)
      ? path.includes('7.1')
        ? 'http://blog.example.com/progress-report'
        : 'http://www.example.com/microdata/microdata.object.html'
      : ''

const files = here
  ? readdirSync(samples, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.html'))
      .sort()
  : []
const read = (path: string) => readFileSync(join(samples, path), 'utf8')
const expectedOf = (path: string, ending: string): unknown =>
  existsSync(join(samples, path.replace(/\.html$/, ending)))
    ? JSON.parse(read(path.replace(/\.html$/, ending)))
    : undefined
const loose = (text: string) => text.replaceAll(/\s+/g, ' ').trim()

/** Three of the expected files keep one list per script element. */
const listed = (value: unknown) =>
  Array.isArray(value) ? value : ((value as { items?: unknown[][] }).items?.flat() ?? value)

/** White space in values is the page's layout and not part of what it says. */
function normal(value: unknown): unknown {
  if (typeof value === 'string') return loose(value)
  if (Array.isArray(value)) return value.map(normal)
  if (value && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, each]) => [key, normal(each)])
        .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    )
  return value
}

/** One value is written bare and several as a list; an item without properties is its text. */
function compact(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? compact(value[0]) : value.map(compact)
  if (!value || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(
        ([key, each]) => key !== 'textContent' && !(key === 'properties' && Object.keys(each as object).length === 0),
      )
      .map(([key, each]) => [key, compact(each)]),
  )
}

describe.skipIf(!here)('structured data as extruct reads it', () => {
  for (const path of files) {
    const name = path.replace(/\.html$/, '')
    const test = EXCEPTIONS[name] ? it.skip : it
    const jsonLd = expectedOf(path, '.jsonld')
    if (jsonLd !== undefined)
      test(`JSON-LD ${name}`, () => expect(normal(readJsonLd(parseHtml(read(path))))).toEqual(normal(listed(jsonLd))))
    const other = expectedOf(path, '.json')
    const first = Array.isArray(other) ? (other[0] as Record<string, unknown> | undefined) : undefined
    if (first && 'properties' in first && !('namespace' in first) && !/microformat|dublincore/.test(path)) {
      test(`microdata ${name}`, () =>
        expect(compact(normal(readMicrodata(parseHtml(read(path)), baseOf(path)).items))).toEqual(
          compact(normal(other)),
        ))
    }
    if (first && 'namespace' in first && 'properties' in first && /opengraph|OG/.test(path)) {
      test(`Open Graph ${name}`, () => {
        const { openGraph } = readMeta(parseHtml(read(path)))
        expect(normal([openGraph])).toEqual(normal(other))
      })
    }
  }
})
