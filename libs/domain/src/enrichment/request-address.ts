import { fillReferences } from '../formulas/references.ts'

/** Scheme, name, port, and then a path, a query or nothing: no credentials, and nothing that a parser would skip. */
const FIXED_HOST = /^https?:\/\/(?:[\p{L}\p{N}_.-]+|\[[\da-f:.]+\])(?::\d{1,5})?(?:[/?#]|$)/iu

/**
 * Where every request of an address with columns in it goes. Null: it is not fixed, so cells of a row could choose who
 * gets the request and its headers.
 */
export function fixedOrigin(template: string): string | null {
  if (!FIXED_HOST.test(template)) return null
  const origins = ['', 'a', '/', '@a', '.a'].map((value) => originOf(fillReferences(template, () => value)))
  return origins.every((origin) => origin !== null && origin === origins[0]) ? origins[0]! : null
}

/** The address for one row. Null: it leads elsewhere than the template, to another host or up in its path. */
export function fillAddress(template: string, valueOf: (id: string) => string): string | null {
  const url = fillReferences(template, (id) => encodeURIComponent(valueOf(id)))
  const origin = fixedOrigin(template)
  return origin !== null && originOf(url) === origin && !climbs(template, url) ? url : null
}

/** A cell with `..` would make another path of the template’s. Encoding leaves dots as they are. */
function climbs(template: string, url: string): boolean {
  const meant = segmentsOf(template)
  return segmentsOf(url).some((segment, at) => /^(?:\.|%2e){1,2}$/i.test(segment) && segment !== meant[at])
}

const segmentsOf = (address: string): string[] => address.split(/[?#]/, 1)[0]!.split(/[/\\]/)

function originOf(url: string): string | null {
  const parsed = URL.parse(url)
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username || parsed.password) return null
  return parsed.origin
}
