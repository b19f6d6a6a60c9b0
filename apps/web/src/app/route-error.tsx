import { useRouteError } from 'react-router'
import { ErrorState } from '../ui/error-state.tsx'

/** For a screen that threw, or a chunk that a newer version of the server no longer has. */
export function RouteError() {
  return (
    <div className="h-full bg-paper">
      <ErrorState
        title="Something went wrong on this screen"
        error={useRouteError()}
        onRetry={() => location.reload()}
      />
    </div>
  )
}
