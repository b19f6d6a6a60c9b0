import type { LucideIcon } from 'lucide-react'

/** One thing that a person can do. Menu, palette and keyboard read the same object, so they can never disagree. */
export interface Action {
  /** Stable, `noun.verb`. */
  name: string
  label: string
  icon: LucideIcon
  group?: string
  /** As in `mod+k`, `shift+?`, `/`, `space`; `mod` is Ctrl or Command. */
  shortcut?: string
  /** Another key for the same, which other programs have. */
  alsoBy?: string
  /** `sheet`: only while the sheet has the focus; `anywhere`: in text fields too. */
  where?: 'sheet' | 'anywhere'
  /** True, or the reason why it cannot run now. */
  canRun?: () => true | string
  run: () => void
  danger?: boolean
  /** For choices of which one is in force. */
  checked?: boolean
  /** In menus, the name of the entry that opens it; the palette shows it like any other. */
  submenu?: string
  /** In menus only: too particular for the palette. */
  hidden?: boolean
}
