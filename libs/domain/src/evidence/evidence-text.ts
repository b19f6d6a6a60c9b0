/**
 * Where a part of the evidence text comes from: first what a reader sees, then the values that a reader does not see.
 */
export type SegmentKind = 'text' | 'title' | 'meta' | 'json-ld' | 'microdata' | 'rdfa' | 'mailto' | 'tel' | 'link'

export interface EvidenceSegment {
  kind: SegmentKind
  /** Offsets in UTF-16 code units into the evidence text. */
  start: number
  end: number
  /** Where in the source: an element path such as `html>body>div[2]>p`, or `json-ld[0].address.telephone`. */
  source: string
}

/**
 * The text of a page that quotes point into: the visible text in reading order, then the unseen values. A stored
 * quote keeps `hash` and `version`. A change of the text rules raises `EVIDENCE_TEXT_VERSION`.
 */
export interface EvidenceText {
  text: string
  /** SHA-256 of `text` in UTF-8, lower-case hex. */
  hash: string
  version: number
  segments: EvidenceSegment[]
}

export const EVIDENCE_TEXT_VERSION = 2
