import { createContext, use, useEffect, useEffectEvent, useMemo, useState, type ReactNode } from 'react'
import type { Action } from './action.ts'
import { isComposed } from './is-composed.ts'
import { findAction, type Focus } from './shortcut.ts'

class Registry {
  private readonly sets = new Map<symbol, readonly Action[]>()
  put(owner: symbol, actions: readonly Action[]): void {
    this.sets.set(owner, actions)
  }
  remove(owner: symbol): void {
    this.sets.delete(owner)
  }
  all(): Action[] {
    return [...this.sets.values()].flat()
  }
}

const RegistryContext = createContext<Registry | null>(null)

function focusNow(isTyping: boolean): Focus {
  const element = document.activeElement
  const inSheet = element?.closest('[data-sheet]') != null
  // The sheet has a field for what begins on a cell; an open editor is not inside of it.
  const inField =
    isTyping ||
    (!inSheet &&
      element instanceof HTMLElement &&
      (element.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(element.tagName)))
  return {
    inField,
    inSheet,
    inDialog: element?.closest('[role="dialog"],[role="menu"]') != null,
  }
}

interface ProviderProps {
  /** True while the sheet waits for an editor or a row: those keys are text, wherever the focus is. */
  isTyping: (press: KeyboardEvent) => boolean
  /** Told the reason when a shortcut cannot run now. */
  onRefused: (reason: string) => void
  children: ReactNode
}

export function ActionsProvider({ isTyping, onRefused, children }: ProviderProps) {
  const [registry] = useState(() => new Registry())
  const typing = useEffectEvent(isTyping)
  const refuse = useEffectEvent(onRefused)
  // Capturing, so that a shortcut comes before the grid, which would begin to type.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (isComposed(event) || event.repeat) return
      const action = findAction(registry.all(), event, focusNow(typing(event)))
      if (!action) return
      event.preventDefault()
      event.stopPropagation()
      const allowed = action.canRun?.() ?? true
      if (allowed === true) action.run()
      else refuse(allowed)
    }
    window.addEventListener('keydown', onKeyDown, true)
    return () => window.removeEventListener('keydown', onKeyDown, true)
  }, [registry])
  return <RegistryContext value={registry}>{children}</RegistryContext>
}

/** Offers actions to palette and keyboard for as long as the component is mounted. */
export function useActions(actions: readonly Action[]): void {
  const registry = use(RegistryContext)
  const owner = useMemo(() => Symbol('actions'), [])
  useEffect(() => {
    registry?.put(owner, actions)
  })
  useEffect(() => () => registry?.remove(owner), [registry, owner])
}

export function useAllActions(): () => Action[] {
  const registry = use(RegistryContext)
  return () => registry?.all() ?? []
}
