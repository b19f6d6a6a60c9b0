// Calling codes of one and two digits; all others have three (ITU E.164).
const SHORT_CODES = /^\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/

/**
 * `+19055557001;ext=410` → `+1 905 555 7001 ext. 410`. The groups are only there to be read more easily: how each
 * country writes its numbers is a megabyte of tables, which the server has. What is not E.164 is unchanged.
 */
export function showPhone(text: string): string {
  const [number = '', extension] = text.split(';ext=')
  if (!/^\+\d{7,15}$/.test(number)) return text
  const code = SHORT_CODES.exec(number)?.[1] ?? number.slice(1, 4)
  const rest = number.slice(1 + code.length)
  const groups =
    code === '1' && rest.length === 10
      ? [rest.slice(0, 3), rest.slice(3, 6), rest.slice(6)]
      : (rest.match(/\d{3}(?=\d{2})|\d+$/g) ?? [rest])
  return `+${code} ${groups.join(' ')}${extension ? ` ext. ${extension}` : ''}`
}
