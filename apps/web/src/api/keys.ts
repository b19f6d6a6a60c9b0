/** The names of all that the query cache holds, in one place, so that live events and screens mean the same entry. */
export const keys = {
  websets: (trash = false) => ['websets', { trash }] as const,
  allWebsets: () => ['websets'] as const,
  webset: (id: string) => ['webset', id] as const,
  trash: (id: string) => ['webset', id, 'trash'] as const,
  runs: (id: string) => ['webset', id, 'runs'] as const,
  archive: (id: string) => ['webset', id, 'archive'] as const,
  cells: (id: string) => ['webset', id, 'cell'] as const,
  cell: (id: string, rowId: number, columnId: string) => ['webset', id, 'cell', rowId, columnId] as const,
  import: (id: string) => ['import', id] as const,
  export: (id: string) => ['export', id] as const,
  capture: (id: string) => ['capture', id] as const,
  members: () => ['members'] as const,
  tokens: () => ['tokens'] as const,
  authStatus: () => ['auth-status'] as const,
}
