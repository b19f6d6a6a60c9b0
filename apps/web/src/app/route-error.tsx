import { useRouteError } from 'react-router'
import { ErrorState } from '../ui/error-state.tsx'

/** The last net: a screen that threw, or a chunk that a newer version of the server no longer has. */
export function RouteError() {
  return (
    <div className="h-full bg-paper">
      <ErrorState title="This screen stumbled" error={useRouteError()} onRetry={() => location.reload()} />
    </div>
  )
}
