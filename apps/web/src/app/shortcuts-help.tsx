import { useAllActions } from '../actions/action-registry.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Keys } from '../ui/keys.tsx'

/** What the grid itself listens to; everything else comes from the actions. */
const SHEET_KEYS: [string, string][] = [
  ['↑ ↓ ← → Tab', 'Move'],
  ['Shift + ↑ ↓ ← →, Page Up, Page Down', 'Select a range; with Ctrl or ⌘ and an arrow to the edge of the sheet'],
  ['Ctrl or ⌘ + click', 'Select a further cell or range'],
  ['Enter or F2', 'Edit the cell; Enter saves, Esc cancels'],
  ['Home, End, Page Up, Page Down', 'Jump; with Ctrl or ⌘ to the very first or last cell'],
  ['Delete', 'Empty the selected cells'],
  ['Ctrl or ⌘ + C, X, V', 'Copy, cut and paste ranges, also from other spreadsheets'],
]

export function ShortcutsHelp({ onClose }: { onClose: () => void }) {
  const actions = useAllActions()().filter((action) => action.shortcut)
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <h3 className="mb-1 font-semibold">Anywhere</h3>
      <dl className="mb-4 grid grid-cols-[auto_1fr] items-center gap-x-5 gap-y-1.5">
        {actions.map((action) => (
          <div key={action.name} className="contents">
            <dt className="flex flex-wrap gap-1.5">
              {action.shortcut && <Keys shortcut={action.shortcut} />}
              {action.alsoBy && <Keys shortcut={action.alsoBy} />}
            </dt>
            <dd className="text-muted">{action.label}</dd>
          </div>
        ))}
      </dl>
      <h3 className="mb-1 font-semibold">In the sheet</h3>
      <dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-1.5">
        {SHEET_KEYS.map(([key, what]) => (
          <div key={key} className="contents">
            <dt className="text-small">{key}</dt>
            <dd className="text-muted">{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
