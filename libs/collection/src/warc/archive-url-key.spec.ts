import { describe, expect, it } from 'vitest'
import { archiveUrlKey } from './archive-url-key.ts'

describe('archiveUrlKey', () => {
  it.each([
    'http://example.com',
    'https://www.EXAMPLE.com/',
    'https://example.com:443/#top',
    'http://example.com:80/?',
    'http://www.example.com:443//',
    'http://user@example.com./?&',
  ])('%s is the same page', (url) => expect(archiveUrlKey(url)).toBe('example.com'))

  it('sorts the query and keeps the rest apart', () => {
    expect(archiveUrlKey('http://a.example/x/?b=2&a=1&')).toBe('a.example/x?a=1&b=2')
    expect(archiveUrlKey('http://a.example:8080/x')).toBe('a.example:8080/x')
    expect(archiveUrlKey('http://a.example/X')).not.toBe(archiveUrlKey('http://a.example/x'))
    expect(archiveUrlKey('http://a.example/%c3%a4')).toBe(archiveUrlKey('http://a.example/ä'))
    expect(archiveUrlKey('http://www.example/')).toBe('www.example')
    expect(archiveUrlKey('not a url')).toBe('not a url')
  })
})
