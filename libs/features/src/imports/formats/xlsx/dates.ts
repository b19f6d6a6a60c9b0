import { readXml } from './read-xml.ts'

const DAY = 86_400_000
/** Day 1 is the first of January. */
const EPOCH_1900 = Date.UTC(1899, 11, 31)
const EPOCH_1904 = Date.UTC(1904, 0, 1)
/** Excel counts a 29 February 1900, which did not exist. */
const FALSE_LEAP_DAY = 60

/** The days that a number counts as, in UTC: Excel has no time zones. */
export function dateOf(days: number, from1904: boolean): Date {
  if (from1904) return new Date(EPOCH_1904 + Math.round(days * DAY))
  return new Date(EPOCH_1900 + Math.round((days >= FALSE_LEAP_DAY ? days - 1 : days) * DAY))
}

/** A date that is written as text. Without a zone it is in UTC, like all others. */
export function dateOfText(text: string): Date | string {
  const time = text.lastIndexOf('T')
  const zone = time >= 0 && !/[Z+-]/.test(text.slice(time)) ? 'Z' : ''
  const date = new Date(`${text.trim()}${zone}`)
  return Number.isNaN(date.getTime()) ? text : date
}

/** Which styles of cells show a number as a date. */
export async function readDateStyles(chunks: AsyncIterable<Buffer>): Promise<(style: number) => boolean> {
  const own = new Map<number, boolean>()
  const formats: number[] = []
  await readXml(chunks, {
    open(name, { numFmtId, formatCode }, parent) {
      if (name === 'numFmt' && parent === 'numFmts' && formatCode) own.set(Number(numFmtId), showsDate(formatCode))
      else if (name === 'xf' && parent === 'cellXfs') formats.push(Number(numFmtId ?? 0))
    },
  })
  return (style) => {
    const format = formats[style]
    return format !== undefined && (own.get(format) ?? isBuiltInDate(format))
  }
}

/** The formats that Excel knows by number; 27 to 36 and 50 to 58 are those of East Asia. */
function isBuiltInDate(format: number): boolean {
  return [
    [14, 22],
    [27, 36],
    [45, 47],
    [50, 58],
  ].some(([first, last]) => format >= first! && format <= last!)
}

/** A number of months or minutes alone (`m`, `mm`) is too little to tell. */
export function showsDate(format: string): boolean {
  const code = format.replace(/\\.|"[^"]*"|[*_]./g, '').toLowerCase()
  if (/\[(?:h{1,9}|m{1,9}|s{1,9})\]/.test(code)) return true
  return /[ydhs]|m{3}|am\/pm|a\/p/.test(code.replace(/\[[^[\]]*\]/g, ''))
}
