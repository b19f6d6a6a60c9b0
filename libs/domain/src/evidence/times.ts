const TIME = /(?<![\d.,:])(\d{1,2})(?:[:.h](\d{2}))?\s*h?\s*(a\.?m|p\.?m)?/gi

/**
 * Every time of day that a text may mean, in minutes after midnight. A plain `5` is five in the morning and in the
 * afternoon.
 */
export function timesOf(text: string): Set<number> {
  const times = new Set<number>()
  for (const match of text.matchAll(TIME)) {
    const hour = Number(match[1])
    const minute = Number(match[2] ?? 0)
    for (const shift of match[3] ? [/p/i.test(match[3]) ? (hour % 12) + 12 : hour % 12] : [hour, hour + 12])
      times.add(shift * 60 + minute)
  }
  return times
}
