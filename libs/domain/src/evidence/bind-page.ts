import { parse } from 'tldts'
import { words } from '../text/long-text.ts'
import { containsWords, wordsOf } from './normalise-text.ts'

/** What a row says about the business it describes. Any part may be missing. */
export interface RowEntity {
  url?: string | null
  domain?: string | null
  email?: string | null
  name?: string | null
}

export type Binding =
  | { bound: true; by: 'domain' | 'own_address' | 'name' }
  | { bound: false; reason: 'other_host' | 'name_not_on_page' | 'nothing_known' }

/** Hosts where strangers have pages side by side and that the public suffix list does not split. */
const SHARED = new Set(
  words(`
    facebook.com linkedin.com instagram.com twitter.com x.com youtube.com tiktok.com pinterest.com
    yelp.com tripadvisor.com google.com goo.gl wikipedia.org medium.com tumblr.com reddit.com github.com
    crunchbase.com bbb.org yellowpages.com xing.com etsy.com ebay.com amazon.com linktr.ee angi.com
    manta.com mapquest.com foursquare.com glassdoor.com indeed.com trustpilot.com houzz.com
    thumbtack.com behance.net vimeo.com soundcloud.com wixsite.com weebly.com wordpress.com blogspot.com
    typepad.com livejournal.com squarespace.com godaddysites.com business.site webs.com tripod.com
    angelfire.com geocities.com aol.com apple.com microsoft.com about.me gitlab.com notion.site
    substack.com
  `),
)
const FREE_MAIL = new Set(
  words(`
    gmail.com googlemail.com yahoo.com yahoo.co.uk yahoo.fr yahoo.de ymail.com hotmail.com hotmail.co.uk
    hotmail.fr outlook.com live.com msn.com aol.com icloud.com me.com mac.com gmx.de gmx.net gmx.at
    gmx.ch web.de t-online.de freenet.de mail.com mail.ru yandex.ru yandex.com proton.me protonmail.com
    orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it tiscali.it alice.it wp.pl
    o2.pl onet.pl interia.pl comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net
    earthlink.net btinternet.com btconnect.com sky.com virginmedia.com talktalk.net ntlworld.com
    bigpond.com optusnet.com.au xs4all.nl ziggo.nl kpnmail.nl planet.nl hetnet.nl telia.com qq.com
    163.com 126.com naver.com rediffmail.com uol.com.br terra.com.br bol.com.br rogers.com shaw.ca
    sympatico.ca telus.net zoho.com
  `),
)
const LEGAL_FORMS = new Set(
  words(`
    inc incorporated llc ltd limited plc corp corporation co company gmbh ag kg ug ohg gbr ev sa sas
    sarl srl spa bv nv ab as oy oyj aps sl slu lda sp z o o kft doo sro pty llp lp pc pllc the
  `),
)

const hostOf = (url: string | null | undefined) => parse(url ?? '', { allowPrivateDomains: true })

/**
 * Whether a page speaks for a row. It does when its host is the row’s registrable domain (public suffix list with its
 * private part) or below. On other hosts, on shared hosts and on bare addresses, the page must contain the row’s name
 * as whole words (legal forms left off), and not as the beginning of a longer name. With `near`, the place of a
 * quote, the name must be at the page’s beginning or around the quote, because a list of companies names many. A row
 * without a name whose URL is on a shared host or a bare address is that address: pages at or below its path are
 * bound.
 */
export function isPageBoundTo(
  entity: RowEntity,
  page: { url: string; text: string; near?: { start: number; end: number } },
): Binding {
  const pageHost = hostOf(page.url)
  const known = [entity.url, entity.domain, mailDomain(entity.email)].filter((each): each is string => Boolean(each))
  for (const own of known) {
    const host = hostOf(own)
    if (host.domain && !host.isIp && !SHARED.has(host.domain) && host.domain === pageHost.domain)
      return { bound: true, by: 'domain' }
  }
  const name = wordsOf(entity.name ?? '').filter((word) => !LEGAL_FORMS.has(word))
  if (name.length > 0) {
    const spoken = name.join('').length >= 2 && partsAround(page).some((part) => namesIt(part, name))
    return spoken ? { bound: true, by: 'name' } : { bound: false, reason: 'name_not_on_page' }
  }
  for (const own of [entity.url, entity.domain])
    if (own && isBelow(own, page.url)) return { bound: true, by: 'own_address' }
  return { bound: false, reason: known.length > 0 ? 'other_host' : 'nothing_known' }
}

/**
 * How many characters at a page’s beginning say what the page is about, and how many around a line in a list say
 * whose line it is.
 */
const LEAD = 300
const AROUND = 400

function partsAround({ text, near }: { text: string; near?: { start: number; end: number } }): string[] {
  if (!near) return [text]
  const title = /\ntitle: [^\n]{0,300}/.exec(text)?.[0] ?? ''
  return [text.slice(0, LEAD), title, text.slice(Math.max(0, near.start - AROUND), near.end + AROUND)]
}

/**
 * Whether the text contains the name by itself: `Acme`, `Acme Inc.`, but not `Acme Foods` or `Acme-Foods`, which is
 * another company.
 */
function namesIt(text: string, name: readonly string[]): boolean {
  for (const line of text.split(/[\n\t]/)) {
    if (
      !containsWords(
        wordsOf(line).filter((word) => !LEGAL_FORMS.has(word)),
        name,
      )
    )
      continue
    const tokens = [...line.matchAll(/&|[\p{L}\p{N}\p{M}]+/gu)].flatMap((token) =>
      wordsOf(token[0]).map((word) => ({
        word,
        end: token.index + token[0].length,
        isCapital: /^[\p{Lu}\p{N}]/u.test(token[0]),
        start: token.index,
      })),
    )
    const telling = tokens.filter(({ word }) => !LEGAL_FORMS.has(word))
    const isLonger = (at: number) => {
      const last = telling[at + name.length - 1]!
      const next = tokens.find(({ start }) => start >= last.end)
      return (
        next !== undefined &&
        next.isCapital &&
        !LEGAL_FORMS.has(next.word) &&
        /^(?: |-| & )$/.test(line.slice(last.end, next.start)) &&
        !/^\d+$/.test(next.word)
      )
    }
    for (let at = 0; at + name.length <= telling.length; at += 1)
      if (name.every((word, index) => telling[at + index]!.word === word) && !isLonger(at)) return true
  }
  return false
}

/** True for mail hosts that anyone can use. Their domain says nothing about the row. */
export function isFreeMail(email: string): boolean {
  return FREE_MAIL.has(email.trim().toLowerCase().split('@')[1] ?? '')
}

function mailDomain(email: string | null | undefined): string | null {
  const domain = email?.trim().toLowerCase().split('@')[1] ?? null
  return domain && !FREE_MAIL.has(domain) ? domain : null
}

/** Same host and port, and the page’s path is at or below the folder of the row’s path. */
function isBelow(own: string, page: string): boolean {
  const split = (url: string) => /^(?:[a-z]+:)?(?:\/\/)?(?:www\.)?([^/?#]+)([^?#]*)/i.exec(url.trim())
  const a = split(own)
  const b = split(page)
  if (!a || !b || a[1]?.toLowerCase() !== b[1]?.toLowerCase()) return false
  const folder = (a[2] ?? '').replace(/(?<!\/)\/+$/, '').replace(/\/[^/]*\.[a-z]{2,5}$/i, '')
  const path = b[2] ?? ''
  return path === folder || path.startsWith(`${folder}/`) || path === a[2]
}
