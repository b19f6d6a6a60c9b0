import type { Column, Webset } from '@enrichify/contracts'
import { useState } from 'react'
import type { StoredDraft } from '../../document/stored-drafts.ts'
import { draftOf, newDraft, withNewKeys, type ColumnDraft } from './column-draft.ts'
import { partsBetween, withMine, type ColumnPart } from './column-parts.ts'

/** A column as it was at a version of the webset. */
export interface SeenColumn {
  column: Column | null
  version: number
}

/** Someone saved what the person is changing. */
export interface DraftConflict {
  theirs: { column: Column; version: number }
  parts: readonly ColumnPart[]
}

/**
 * The draft of a column that other people may save meanwhile. Parts that the person has not touched follow what they
 * save; for the others there is a conflict, and what was typed stays.
 */
export function useSharedDraft(opened: Column | null, webset: Webset, stored: StoredDraft | null = null) {
  const { columns } = webset
  const asDraft = (column: Column | null) => (column ? draftOf(column, columns) : newDraft())
  const [base, setBase] = useState<SeenColumn>(
    () =>
      // What others saved since an earlier visit is compared with what the person saw then.
      stored?.base ?? {
        // The webset may be newer than the click that opened the editor.
        column: (opened && columns.find(({ id }) => id === opened.id)) ?? opened,
        version: webset.version,
      },
  )
  const [saved, setSaved] = useState<ColumnDraft>(() => asDraft(base.column))
  const [draft, setDraft] = useState(() => (stored ? withNewKeys(stored.draft as ColumnDraft) : saved))
  /** As the server named it when it refused a save. */
  const [refusedWith, setRefusedWith] = useState<DraftConflict['theirs'] | null>(null)
  /** What the editor has taken over from another person, and since when. */
  const [followed, setFollowed] = useState<{ parts: readonly ColumnPart[]; since: number } | null>(null)

  const others = columns.filter(({ id }) => id !== base.column?.id)
  const read = columns.find(({ id }) => id === base.column?.id)
  /** When the column was last seen in the sheet. */
  const [seenAt, setSeenAt] = useState(base.version)
  if (read && webset.version > seenAt) setSeenAt(webset.version)
  // A column that was added here a moment ago is not in what was read before.
  const isGone = base.column !== null && !read && webset.version >= base.version
  const theirs = [refusedWith, read ? { column: read, version: webset.version } : null]
    .filter((known) => known !== null)
    .filter(({ version }) => version > base.version)
    .toSorted((a, b) => b.version - a.version)[0]
  const changed = theirs && base.column ? partsBetween(asDraft(base.column), asDraft(theirs.column), others) : []
  const mine = partsBetween(saved, draft, others)
  // Who typed the same is of one mind.
  const apart = theirs && changed.length > 0 ? partsBetween(draft, asDraft(theirs.column), others) : []
  const parts = changed.filter((part) => mine.includes(part) && apart.includes(part))

  /** The editor goes on from what is saved now. Returns the draft with these parts as they were typed. */
  const goOnFrom = (now: DraftConflict['theirs'], own: readonly ColumnPart[]): ColumnDraft => {
    const next = withMine(asDraft(now.column), draft, own)
    setBase(now)
    setSaved(asDraft(now.column))
    setDraft(next)
    setRefusedWith(null)
    return next
  }
  // While rendering, so that no moment shows the old part beside the new one.
  if (theirs && changed.length > 0 && parts.length === 0) {
    setFollowed({ parts: changed, since: base.version })
    goOnFrom(theirs, mine)
  }
  const conflict: DraftConflict | null = theirs && parts.length > 0 ? { theirs, parts } : null
  return {
    base,
    saved,
    draft,
    setDraft,
    others,
    conflict,
    followed,
    /** The column is in the trash. `since`: it was there at this version. */
    gone: isGone ? { since: seenAt } : null,
    isChanged: mine.length > 0,
    refused: setRefusedWith,
    /** The column as it is now, and nothing that was typed. */
    startOver: () => {
      const column = read ?? null
      setBase({ column, version: webset.version })
      setSaved(asDraft(column))
      setDraft(asDraft(column))
      setRefusedWith(null)
      setFollowed(null)
    },
    takeTheirs: ({ theirs: now }: DraftConflict) => void goOnFrom(now, []),
    takeMine: ({ theirs: now }: DraftConflict) => goOnFrom(now, mine),
    /** The person's own save. */
    wasSaved: (column: Column, version: number) => {
      setBase({ column, version })
      setDraft({ ...draft, name: column.name })
      setSaved({ ...draft, name: column.name })
      setFollowed(null)
    },
  }
}
