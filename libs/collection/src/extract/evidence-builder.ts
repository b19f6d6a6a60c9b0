import { createHash } from 'node:crypto'
import { EVIDENCE_TEXT_VERSION, type EvidenceSegment, type EvidenceText, type SegmentKind } from '@enrichify/domain'
import type { Element } from 'domhandler'
import { pathOf } from './dom-walk.ts'
import type { LaidOutText, TextUnit } from './lay-out-text.ts'

/** Where a value is in the evidence text: the whole labelled line, which is what a quote shows. */
export interface Place {
  start: number
  end: number
}

/**
 * Unseen values are cut here. A description needs no more, and an inlined article would only repeat the visible text.
 */
const MAX_VALUE = 2_000
const MAX_UNSEEN = 200_000
/** A visible segment is the text of one element at most this deep, so that their number stays small. */
const SEGMENT_DEPTH = 5

/**
 * Collects the one text of a page: it starts from the visible text and takes unseen values as labelled lines at its
 * end.
 */
export class EvidenceBuilder {
  private readonly visible: LaidOutText
  private readonly lines: string[] = []
  private readonly segments: EvidenceSegment[] = []
  private readonly seen = new Map<string, Place>()
  private length: number

  constructor(visible: LaidOutText) {
    this.visible = visible
    this.length = visible.text.length
    this.addVisible(visible.units)
  }

  /**
   * Adds `label: value` once per source and kind, and says where it is. Null for an empty value, or when the page has
   * too many unseen values.
   */
  add(kind: SegmentKind, label: string, value: string, source: string): Place | null {
    const clean = cleanValue(value)
    const key = `${kind}\u0000${label}\u0000${clean}`
    const known = this.seen.get(key)
    if (known) return known
    if (!clean || this.length - this.visible.text.length > MAX_UNSEEN) return null
    const line = `${label}: ${clean}`
    const start = this.length === 0 ? 0 : this.length + 1
    const place = { start, end: start + line.length }
    this.lines.push(line)
    this.length = place.end
    this.segments.push({ kind, ...place, source })
    this.seen.set(key, place)
    return place
  }

  build(): EvidenceText {
    const text = [this.visible.text, ...this.lines].filter((part, index) => index > 0 || part !== '').join('\n')
    return {
      text,
      hash: createHash('sha256').update(text, 'utf8').digest('hex'),
      version: EVIDENCE_TEXT_VERSION,
      segments: this.segments,
    }
  }

  private addVisible(units: TextUnit[]): void {
    let last: Element | null = null
    const ancestors = new Map<Element, Element>()
    for (const unit of units) {
      const owner = unit.block ? ownerOf(unit.block, ancestors) : null
      const segment = this.segments.at(-1)
      if (segment && owner === last) segment.end = unit.end
      else
        this.segments.push({ kind: 'text', start: unit.start, end: unit.end, source: owner ? pathOf(owner) : 'html' })
      last = owner
    }
  }
}

/** White space collapsed, invisible and control characters dropped, lone surrogates replaced, cut at the limit. */
export function cleanValue(value: string): string {
  const clean = value
    .slice(0, MAX_VALUE * 2)
    .replaceAll(/[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g, '')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  return clean.slice(0, MAX_VALUE).replaceAll(/\p{Surrogate}/gu, '\uFFFD')
}

function ownerOf(block: Element, known: Map<Element, Element>): Element {
  const found = known.get(block)
  if (found) return found
  const chain: Element[] = []
  for (
    let current: Element | null = block;
    current;
    current = current.parent && 'name' in current.parent ? (current.parent as Element) : null
  )
    chain.push(current)
  const owner = chain[Math.max(0, chain.length - SEGMENT_DEPTH)] as Element
  known.set(block, owner)
  return owner
}
