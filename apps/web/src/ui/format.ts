/*
 * The one place where the client formats numbers, money, shares and dates. They are written as where the person is;
 * words around them stay English, as all others on the screen.
 */
const USD = { style: 'currency', currency: 'USD' } as const

/**
 * @param locale a BCP 47 tag; undefined is where the browser is. What `navigator.language` says may be no tag at all
 * (`en-US@posix`)
 */
export function formatsFor(locale: string | undefined) {
  const number = (options?: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options)
  const date = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options)
  const count = number()
  const long = number({ maximumFractionDigits: 12 })
  const short = number({ maximumFractionDigits: 12, useGrouping: false })
  const oneDigit = number({ maximumFractionDigits: 1, minimumFractionDigits: 1 })
  const cents = number(USD)
  const dollars = number({ ...USD, maximumFractionDigits: 0 })
  const fractions = number({ ...USD, maximumSignificantDigits: 2 })
  const share = number({ style: 'percent' })
  const absolute = date({ dateStyle: 'medium', timeStyle: 'short' })
  const day = date({ day: 'numeric', month: 'short' })
  const dayInUtc = date({ day: 'numeric', month: 'short', timeZone: 'UTC' })
  const monthInUtc = date({ month: 'long', year: 'numeric', timeZone: 'UTC' })
  const clock = date({ timeStyle: 'short' })
  const exactClock = date({ timeStyle: 'medium' })
  const tenthsClock = date({ minute: '2-digit', second: '2-digit', fractionalSecondDigits: 1 })

  return {
    count,
    /** Of a cell. Years and other short numbers read better without separators. */
    cellNumber: (value: number): string => (Math.abs(value) >= 10_000 ? long : short).format(value),
    /**
     * A sentence of the API, which writes numbers as English does, with its numbers as everywhere else on the screen.
     * What it quotes (“1,000 Lakes”) stays.
     */
    sentence: (text: string): string =>
      text
        .split(/(“[^”]*”)/)
        .map((part, index) =>
          index % 2 === 1
            ? part
            : part.replaceAll(/(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\w,]|\.\w)/g, (number) =>
                count.format(Number(number.replaceAll(',', ''))),
              ),
        )
        .join(''),
    oneDecimal: (value: number): string => oneDigit.format(value),
    /** Millionths of a US dollar → `$0.0021`, `$1.24`, `$1,204`: enough digits that only a free thing looks free. */
    money: (micros: number): string => {
      const value = micros / 1_000_000
      const size = Math.abs(value)
      if (size >= 999.995) return dollars.format(value)
      return size === 0 || size >= 0.0995 ? cents.format(value) : fractions.format(value)
    },
    percent: (value: number): string =>
      value > 0 && value < 0.01 ? `<${share.format(0.01)}` : share.format(Math.round(value * 100) / 100),
    fullTime: (instant: string): string => absolute.format(new Date(instant)),
    /** The day of an instant, where the person is: `Nov 27`. */
    dayOf: (instant: string): string => day.format(new Date(instant)),
    timeOfDay: (instant: string): string => clock.format(new Date(instant)),
    /** With seconds: for a moment that is near. */
    exactTime: (instant: string): string => exactClock.format(new Date(instant)),
    /** Minutes, seconds and tenths: for what takes a few seconds. */
    tenthsTime: (instant: string): string => tenthsClock.format(new Date(instant)),
    /** `2026-11` → `November 2026`. */
    monthName: (month: string): string => monthInUtc.format(new Date(`${month}-01T00:00:00Z`)),
    /** `2026-11-03` → `Nov 3`. */
    dayName: (iso: string): string => dayInUtc.format(new Date(`${iso}T00:00:00Z`)),
  }
}

export const {
  count,
  cellNumber,
  sentence,
  oneDecimal,
  money,
  percent,
  fullTime,
  dayOf,
  timeOfDay,
  exactTime,
  tenthsTime,
  monthName,
  dayName,
} = formatsFor(undefined)

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]
// Words of a sentence, and so English.
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

export function ago(instant: string, now: number = Date.now()): string {
  const seconds = (Date.parse(instant) - now) / 1000
  for (const [unit, size] of UNITS)
    if (Math.abs(seconds) >= size) return relative.format(Math.round(seconds / size), unit)
  return 'just now'
}

/** `72_000` → `1 min 12 s`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

export function bytes(size: number): string {
  if (size < 1024) return `${count.format(size)} B`
  return size < 1024 * 1024 ? `${count.format(Math.round(size / 1024))} KB` : `${oneDecimal(size / 1024 / 1024)} MB`
}

export function plural(number: number, one: string, many = `${one}s`): string {
  return `${count.format(number)} ${number === 1 ? one : many}`
}

/** Times along an axis, as exact as it takes to tell them apart: minutes, seconds, or tenths of a second. */
export function axisTimes(instants: readonly string[]): string[] {
  const spellings = [timeOfDay, exactTime, tenthsTime].map((spell) => instants.map(spell))
  return spellings.find((times) => new Set(times).size === times.length) ?? spellings.at(-1)!
}

/**
 * What a person typed → millionths of a US dollar; null if it is not an amount. A comma before exactly three digits
 * groups them, any other comma is a decimal one.
 */
export function parseMoney(text: string): number | null {
  const plain = text.trim().replace(/^\$\s*/, '')
  if (!/^(?:\d[\d,]*(?:\.\d*)?|\.\d+)$/.test(plain)) return null
  const number = Number(/^\d+,(?!\d{3}$)\d+$/.test(plain) ? plain.replace(',', '.') : plain.replaceAll(',', ''))
  return Number.isFinite(number) ? Math.round(number * 1_000_000) : null
}

/** For a field that `parseMoney` reads: `1200000` → `1.20`. */
export function moneyText(micros: number): string {
  const text = (micros / 1_000_000).toFixed(6).replace(/(?<!0)0+$/, '')
  const [whole = '0', rest = ''] = text.split('.')
  return `${whole}.${rest.padEnd(2, '0')}`
}
