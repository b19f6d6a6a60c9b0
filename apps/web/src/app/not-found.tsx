import { Compass } from 'lucide-react'
import { Link } from 'react-router'
import { TopBar } from '../parts/top-bar.tsx'
import { EmptyState } from '../ui/empty-state.tsx'

export function NotFound() {
  return (
    <>
      <TopBar />
      <EmptyState icon={Compass} title="There is nothing here">
        The address may be old. Your websets are{' '}
        <Link to="/" className="text-accent underline underline-offset-2">
          in the list
        </Link>
        .
      </EmptyState>
    </>
  )
}
