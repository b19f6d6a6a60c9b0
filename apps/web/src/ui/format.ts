const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const absolute = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
export const count = new Intl.NumberFormat('en')

export function ago(instant: string, now: number = Date.now()): string {
  const seconds = (Date.parse(instant) - now) / 1000
  for (const [unit, size] of UNITS)
    if (Math.abs(seconds) >= size) return relative.format(Math.round(seconds / size), unit)
  return 'just now'
}

export function fullTime(instant: string): string {
  return absolute.format(new Date(instant))
}

const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
/** The day of an instant, where the person is: `27 Nov`. */
export function dayOf(instant: string): string {
  return day.format(new Date(instant))
}

/** `72_000` → `1 min 12 s`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

export function bytes(size: number): string {
  if (size < 1024) return `${size} B`
  return size < 1024 * 1024 ? `${(size / 1024).toFixed(0)} KB` : `${(size / 1024 / 1024).toFixed(1)} MB`
}

export function plural(number: number, one: string, many = `${one}s`): string {
  return `${count.format(number)} ${number === 1 ? one : many}`
}

const cents = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' })
const dollars = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 })
const fractions = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD', maximumSignificantDigits: 2 })

/** Millionths of a US dollar → `$0.0021`, `$1.24`, `$1,204`: enough digits that only a free thing looks free. */
export function money(micros: number): string {
  const value = micros / 1_000_000
  const size = Math.abs(value)
  if (size >= 999.995) return dollars.format(value)
  return size === 0 || size >= 0.0995 ? cents.format(value) : fractions.format(value)
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
  const text = (micros / 1_000_000).toFixed(6).replace(/0+$/, '')
  const [whole = '0', rest = ''] = text.split('.')
  return `${whole}.${rest.padEnd(2, '0')}`
}

export function percent(share: number): string {
  return share > 0 && share < 0.01 ? '<1%' : `${Math.round(share * 100)}%`
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' })
export function timeOfDay(instant: string): string {
  return clock.format(new Date(instant))
}

const exactClock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })
/** With seconds: for a moment that is near. */
export function exactTime(instant: string): string {
  return exactClock.format(new Date(instant))
}

/** Times along an axis: with seconds when the minutes alone would be the same twice. */
export function axisTimes(instants: readonly string[]): string[] {
  const minutes = instants.map(timeOfDay)
  return new Set(minutes).size === minutes.length
    ? minutes
    : instants.map((instant) => exactClock.format(new Date(instant)))
}

const longMonth = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })
/** `2026-11` → `November 2026`. */
export function monthName(month: string): string {
  return longMonth.format(new Date(`${month}-01T00:00:00Z`))
}

const shortDay = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' })
/** `2026-11-03` → `Nov 3`. */
export function dayName(day: string): string {
  return shortDay.format(new Date(`${day}T00:00:00Z`))
}
