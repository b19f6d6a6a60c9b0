import { useEffect, useState, type ComponentType } from 'react'
import { toastProblem } from './toast.ts'

/**
 * A dialog or panel whose code loads when it is first opened. React's `lazy` is not used: while the server is away it
 * would take down the whole screen, and it would never try again.
 */
export function lazyPart<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | null = null
  return function LazyPart(props: P) {
    const [Part, setPart] = useState<ComponentType<P> | null>(() => loaded)
    // Loads code from the server.
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
