import { useEffect, useState, type ComponentType } from 'react'
import { toastProblem } from './toast.ts'

/**
 * A dialog or panel whose code comes when it is first opened. Not React's `lazy`: while the server is away that would take the whole
 * screen down with it, and would never try again.
 */
export function lazyPart<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | null = null
  return function LazyPart(props: P) {
    const [Part, setPart] = useState<ComponentType<P> | null>(() => loaded)
    // The outside system is the server that has the code.
    useEffect(() => {
      let gone = false
      load().then(
        (component) => {
          loaded = component
          if (!gone) setPart(() => component)
        },
        () => toastProblem('This part could not be loaded. Is the server running? Try again in a moment.'),
      )
      return () => {
        gone = true
      }
    }, [])
    return Part && <Part {...props} />
  }
}
