import { useEffect, useRef } from 'react'

/** The grid, and the editors that it opens above itself. */
const OWN = '[data-sheet], #portal'

/**
 * Whether a person goes to the grid by the Tab key, from somewhere else on the page. Else the focus comes by itself:
 * with a click, from an editor that was closed, or after a button.
 */
export function useFocusOrigin(): (left: EventTarget | null) => boolean {
  const isTab = useRef(false)
  useEffect(() => {
    const pressed = ({ key }: KeyboardEvent) => (isTab.current = key === 'Tab')
    const pointed = () => (isTab.current = false)
    document.addEventListener('keydown', pressed, true)
    document.addEventListener('pointerdown', pointed, true)
    return () => {
      document.removeEventListener('keydown', pressed, true)
      document.removeEventListener('pointerdown', pointed, true)
    }
  }, [])
  return (left) => isTab.current && left instanceof Element && left.closest(OWN) === null
}
