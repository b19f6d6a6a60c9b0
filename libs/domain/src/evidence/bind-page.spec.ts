import { describe, expect, it } from 'vitest'
import { isPageBoundTo } from './bind-page.ts'

const page = (url: string, text = '') => ({ url, text })

describe('isPageBoundTo', () => {
  it('binds the registrable domain and what is below it', () => {
    expect(isPageBoundTo({ url: 'http://www.acme.co.uk/' }, page('https://shop.acme.co.uk/contact'))).toEqual({
      bound: true,
      by: 'domain',
    })
    expect(isPageBoundTo({ email: 'jo@acme.com' }, page('https://acme.com/'))).toEqual({ bound: true, by: 'domain' })
    expect(isPageBoundTo({ url: 'http://acme.co.uk' }, page('http://other.co.uk/')).bound).toBe(false)
    expect(isPageBoundTo({ url: 'http://acme.com' }, page('http://acme.com.evil.net/')).bound).toBe(false)
  })

  it('does not take a host of many for one of them', () => {
    expect(isPageBoundTo({ url: 'http://ann.blogspot.com' }, page('http://bob.blogspot.com/')).bound).toBe(false)
    expect(isPageBoundTo({ url: 'https://facebook.com/ann' }, page('https://facebook.com/bob')).bound).toBe(false)
    expect(isPageBoundTo({ email: 'ann@gmail.com' }, page('https://gmail.com/')).bound).toBe(false)
  })

  it('binds elsewhere by the name as whole words, legal form or not', () => {
    expect(
      isPageBoundTo(
        { url: 'http://acme.com', name: 'Acme Tools, Inc.' },
        page('http://news.org/', 'A visit to Acme Tools LLC'),
      ),
    ).toEqual({ bound: true, by: 'name' })
    expect(isPageBoundTo({ name: 'Acme' }, page('http://news.org/', 'Acmeology today'))).toEqual({
      bound: false,
      reason: 'name_not_on_page',
    })
  })

  it('takes a bare or shared address for itself only while the row has no name', () => {
    expect(isPageBoundTo({ url: 'http://168.215.203.60/' }, page('http://168.215.203.60/contact.asp'))).toEqual({
      bound: true,
      by: 'own_address',
    })
    expect(isPageBoundTo({ url: 'https://facebook.com/ann/' }, page('https://www.facebook.com/ann/about'))).toEqual({
      bound: true,
      by: 'own_address',
    })
    expect(
      isPageBoundTo({ url: 'http://168.215.203.60/', name: 'Acme' }, page('http://168.215.203.60/', 'Widgets')).bound,
    ).toBe(false)
    expect(isPageBoundTo({}, page('http://acme.com/'))).toEqual({ bound: false, reason: 'nothing_known' })
  })
})
