import { findEmailAddresses } from '@enrichify/domain'
import type { Document } from 'domhandler'
import { elementsOf } from './dom-walk.ts'
import type { EvidenceBuilder } from './evidence-builder.ts'
import { decodeCloudflareEmail, isPlaceholder } from './find-emails.ts'
import { socialProfileOf } from './find-social.ts'
import type { TextSpan } from './lay-out-text.ts'
import { resolveLink } from './links/collect-links.ts'
import { findPhoneCandidates } from './phones/find-phone-candidates.ts'
import { labelOfLine } from './phones/phone-labels.ts'
import type { PendingFact } from './structured/structured-facts.ts'

const MAX_FACTS = 300

/**
 * Facts in links: `mailto:`, `tel:`, `fax:`, Cloudflare’s hidden addresses, social profiles. Each value becomes an
 * unseen segment.
 */
export function linkFacts(
  document: Document,
  place: { baseUrl: string; ownHost: string },
  text: string,
  anchors: TextSpan[],
  evidence: EvidenceBuilder,
  countries: string[],
): PendingFact[] {
  const facts: PendingFact[] = []
  const { baseUrl, ownHost } = place
  const spans = new Map(anchors.map((span) => [span.element, span]))
  for (const element of elementsOf(document)) {
    if (facts.length >= MAX_FACTS) break
    const hidden =
      element.attribs['data-cfemail'] ??
      /\/cdn-cgi\/l\/email-protection#([\da-f]+)/i.exec(element.attribs.href ?? '')?.[1]
    if (hidden) {
      const email = decodeCloudflareEmail(hidden, ownHost)
      const place = email ? evidence.add('mailto', 'email', email, `${element.name}[data-cfemail]`) : null
      if (email && place) facts.push({ kind: 'email', value: email, place, origin: 'link', weight: 0.8, group: null })
    }
    const href = element.name === 'a' || element.name === 'area' ? element.attribs.href?.trim() : undefined
    if (!href) continue
    const scheme = /^([a-z]+):/i.exec(href)?.[1]?.toLowerCase()
    if (scheme === 'mailto') facts.push(...mailFacts(decode(href.slice(7)), evidence, ownHost))
    else if (scheme === 'tel' || scheme === 'fax' || scheme === 'callto') {
      const span = spans.get(element)
      const before = span
        ? (text
            .slice(Math.max(0, span.start - 24), span.start)
            .split('\n')
            .at(-1) ?? '')
        : ''
      facts.push(
        ...callFacts(
          decode(href.slice(scheme.length + 1)),
          scheme === 'fax' || labelOfLine(before.trim()) === 'fax' ? 'fax' : 'phone',
          evidence,
          countries,
        ),
      )
    } else {
      const url = resolveLink(href, baseUrl)
      const profile = url ? socialProfileOf(url) : null
      const place = profile && url ? evidence.add('link', profile.network, profile.url, 'a[href]') : null
      if (profile && place)
        facts.push({ kind: 'social', value: profile, place, origin: 'link', weight: 0.8, group: null })
    }
  }
  return facts
}

function mailFacts(target: string, evidence: EvidenceBuilder, ownHost: string): PendingFact[] {
  return findEmailAddresses(target.split('?')[0] ?? '', ownHost)
    .filter(({ email }) => !isPlaceholder(email))
    .flatMap(({ email }) => {
      const place = evidence.add('mailto', 'email', email, 'a[href^=mailto]')
      return place
        ? [{ kind: 'email' as const, value: email, place, origin: 'link' as const, weight: 0.85, group: null }]
        : []
    })
}

function callFacts(
  target: string,
  kind: 'phone' | 'fax',
  evidence: EvidenceBuilder,
  countries: string[],
): PendingFact[] {
  const number = target
    .replace(/^\/+/, '')
    .replace(/[;,]ext=?(\d+)/i, ' ext $1')
    .trim()
  const found = findPhoneCandidates(number, countries, { left: 30 })[0]
  if (!found?.valid) return []
  const place = evidence.add('tel', kind === 'fax' ? 'fax' : 'telephone', number, 'a[href^=tel]')
  return place ? [{ kind, value: found.value, place, origin: 'link' as const, weight: 0.9, group: null }] : []
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
