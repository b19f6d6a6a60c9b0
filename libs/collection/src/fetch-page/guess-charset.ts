type Decode = (bytes: Uint8Array, charset: string) => string

// Which encodings pages of a language had before UTF-8, the more common one first.
const byLanguage: Record<string, string[]> = {
  ja: ['shift_jis', 'euc-jp'],
  ko: ['euc-kr'],
  zh: ['gb18030', 'big5'],
  ru: ['windows-1251', 'koi8-r'],
  uk: ['windows-1251', 'koi8-u'],
  be: ['windows-1251'],
  bg: ['windows-1251'],
  sr: ['windows-1251'],
  pl: ['iso-8859-2', 'windows-1250'],
  cs: ['windows-1250', 'iso-8859-2'],
  sk: ['windows-1250'],
  hu: ['iso-8859-2', 'windows-1250'],
  ro: ['iso-8859-2'],
  hr: ['windows-1250'],
  sl: ['windows-1250'],
  el: ['windows-1253'],
  tr: ['windows-1254'],
  he: ['windows-1255'],
  ar: ['windows-1256'],
  fa: ['windows-1256'],
  lt: ['windows-1257'],
  lv: ['windows-1257'],
  th: ['windows-874'],
  vi: ['windows-1258'],
}

// Each two-byte encoding of Chinese decodes the bytes of the others to characters. Only the right one decodes them to
// common ones.
const commonHan =
  /[的一是不了人我在有这中大来上国个到说们为和你地出也时年要下以生会自学对可里后小多天能好日发成事公司网站联系电话请与这個來說們為國時會學對後發與網電話請聯絡、。，：]/g
const sampleBytes = 64 * 1024

/**
 * The likeliest legacy encoding of bytes that are not UTF-8 and that nothing reliable declares. Each candidate is
 * judged by its result: runs of letters of one script are text; stray symbols and broken sequences are not.
 * windows-1252 when in doubt.
 */
export function guessCharset(bytes: Uint8Array, decode: Decode): string {
  const sample = bytes.subarray(0, sampleBytes)
  const language = /<html[^>]*\slang\s*=\s*["']?([a-z]{2})/i
    .exec(decode(sample.subarray(0, 4096), 'windows-1252'))?.[1]
    ?.toLowerCase()
  const named = language === undefined ? undefined : byLanguage[language]
  const candidates = named ?? [
    'windows-1252',
    'shift_jis',
    'euc-jp',
    'euc-kr',
    'gb18030',
    'big5',
    'windows-1251',
    'koi8-r',
  ]
  let best = { charset: 'windows-1252', score: named === undefined ? 0 : Number.NEGATIVE_INFINITY }
  for (const charset of candidates) {
    const score = plausibility(decode(sample, charset))
    if (score > best.score) best = { charset, score }
  }
  return best.charset
}

// Western text has some accents between ASCII letters; other scripts come in runs. Wrongly decoded, both are symbols
// and breaks.
function plausibility(text: string): number {
  let good = 0
  let bad = 0
  for (const [run] of text.matchAll(/\P{ASCII}+/gu)) {
    if (run.includes('\uFFFD') || /[\x80-\x9F\uE000-\uF8FF]/.test(run)) bad += 4 * run.length
    const kana = count(run, /[\u3041-\u30FF]/g)
    const hangul = count(run, /[\uAC00-\uD7A3]/g)
    const han = count(run, /[\u4E00-\u9FA5]/g)
    const cyrillic = /^[\u0400-\u045F]{3,}$/.test(run) ? run.length : 0
    // In a Cyrillic word capitals come first. In the wrong one of the two encodings cases are swapped.
    const swapped = cyrillic > 0 && /[\u0430-\u044F][\u0410-\u042F]/.test(run) ? 2 * cyrillic : 0
    const western = run.length <= 2 && /^[\u00A0-\u017F\u2010-\u203A\u20AC\u2122]+$/.test(run) ? 2 * run.length : 0
    const odd = count(run, /[\uFF61-\uFF9F\u2500-\u259F\u00A1-\u00BF\u0370-\u03FF\u3400-\u4DBF\u0100-\u024F]/g)
    good += 3 * kana + 2 * hangul + han + 3 * count(run, commonHan) + cyrillic + western
    bad += odd + swapped
  }
  return good - 2 * bad
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0
