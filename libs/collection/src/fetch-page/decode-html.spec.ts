import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { decodeHtml } from './decode-html.ts'

const page = (text: string, head = '') =>
  `<!doctype html><html><head>${head}<title>${text}</title></head><body><p>${text}</p></body></html>`
const texts: Record<string, string> = {
  shift_jis: '株式会社サンプルのホームページへようこそ。お問い合わせはこちらからお願いします。',
  'euc-jp': '株式会社サンプルのホームページへようこそ。お問い合わせはこちらからお願いします。',
  gb18030: '欢迎访问我们公司的网站，请与我们联系，电话号码在下面的页面上可以找到。',
  'euc-kr': '저희 회사 홈페이지를 방문해 주셔서 감사합니다. 문의는 전화로 부탁드립니다.',
  'windows-1251': 'Добро пожаловать на сайт нашей компании. Контактный телефон указан ниже.',
  'koi8-r': 'Добро пожаловать на сайт нашей компании. Контактный телефон указан ниже.',
  'windows-1252': 'Café Müller – Öffnungszeiten “täglich” ab 9 €, façade naïve à Nîmes',
}

describe('decodeHtml', () => {
  it.each(Object.entries(texts))('%s: by header, by meta, and by content alone', (charset, text) => {
    const bytes = iconv.encode(page(text), charset)
    expect(decodeHtml(bytes, `text/html; charset=${charset}`).html).toContain(text)
    expect(decodeHtml(iconv.encode(page(text, `<meta charset="${charset}">`), charset)).html).toContain(text)
    expect(
      decodeHtml(
        iconv.encode(page(text, `<meta http-equiv=Content-Type content='text/html; charset=${charset}'>`), charset),
      ).html,
    ).toContain(text)
    expect(decodeHtml(bytes)).toMatchObject({ charset, html: expect.stringContaining(text) })
  })

  it.each(['windows-1252', 'shift_jis', 'iso-8859-1'])('takes valid UTF-8 as UTF-8 although %s is claimed', (claim) => {
    const bytes = Buffer.from(page('Grüße', `<meta charset=${claim}>`))
    expect(decodeHtml(bytes, 'text/html; charset=utf-8')).toMatchObject({
      charset: 'utf-8',
      html: expect.stringContaining('Grüße'),
    })
    expect(decodeHtml(bytes, `text/html; charset=${claim}`)).toMatchObject({ charset: 'utf-8' })
  })

  it('does not believe utf-8 of bytes that are not', () => {
    expect(
      decodeHtml(iconv.encode(page('Grüße à la carte'), 'windows-1252'), 'text/html; charset=utf-8').html,
    ).toContain('Grüße à la carte')
    const russian = iconv.encode(page(texts['windows-1251'] ?? '', '<meta charset="windows-1251">'), 'windows-1251')
    expect(decodeHtml(russian, 'text/html; charset=UTF-8').charset).toBe('windows-1251')
  })

  it('keeps UTF-8 with one broken byte', () => {
    const bytes = Buffer.concat([Buffer.from(page('Grüße Grüße Grüße Grüße Grüße Grüße')), Buffer.from([0xff])])
    expect(decodeHtml(bytes, 'text/html; charset=utf-8').charset).toBe('utf-8')
    expect(decodeHtml(bytes).charset).toBe('utf-8')
  })

  it('prefers a multi-byte claim that holds to a blanket header', () => {
    const bytes = iconv.encode(page(texts.shift_jis ?? '', '<meta charset="x-sjis">'), 'shift_jis')
    expect(decodeHtml(bytes, 'text/html; charset=iso-8859-1').charset).toBe('shift_jis')
  })

  it('reads byte order marks', () => {
    for (const charset of ['utf-8', 'utf-16le', 'utf-16be']) {
      const bytes = iconv.encode(page('Grüße'), charset, { addBOM: true })
      expect(decodeHtml(bytes, 'text/html; charset=windows-1252')).toEqual({ charset, html: page('Grüße') })
    }
  })

  it('ignores a charset in a comment and an unknown one', () => {
    const bytes = iconv.encode(
      page('Grüße', '<!-- <meta charset="shift_jis"> --><meta charset="no-such">'),
      'windows-1252',
    )
    expect(decodeHtml(bytes).charset).toBe('windows-1252')
  })

  it('takes anything', () => {
    expect(decodeHtml(new Uint8Array())).toEqual({ html: '', charset: 'utf-8' })
    for (let seed = 1; seed < 200; seed++) {
      const bytes = Uint8Array.from({ length: 200 }, (_, n) => (seed * 7919 + n * n * 104_729) % 256)
      expect(typeof decodeHtml(bytes).html).toBe('string')
    }
  })
})
