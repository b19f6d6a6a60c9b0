import { useSyncExternalStore } from 'react'

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query)
      list.addEventListener('change', listener)
      return () => list.removeEventListener('change', listener)
    },
    () => matchMedia(query).matches,
  )
}

/** A phone held upright: panels become sheets, toolbars become menus. */
export const useNarrow = (): boolean => useMedia('(max-width: 720px)')
export const useReducedMotion = (): boolean => useMedia('(prefers-reduced-motion: reduce)')
