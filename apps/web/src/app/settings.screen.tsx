import { useSearchParams } from 'react-router'
import { useMe } from '../api/use-session.ts'
import { AccountSection } from '../features/settings/account.section.tsx'
import { MembersSection } from '../features/settings/members.section.tsx'
import { TokensSection } from '../features/settings/tokens.section.tsx'
import { TopBar } from '../parts/top-bar.tsx'
import { lazyPart } from '../ui/lazy-part.tsx'
import { Tabs } from '../ui/tabs.tsx'

const ProvidersSection = lazyPart(
  async () => (await import('../features/providers/providers.section.tsx')).ProvidersSection,
)
const SpendingSection = lazyPart(
  async () => (await import('../features/spending/spending.section.tsx')).SpendingSection,
)

const SECTIONS = [
  { value: 'account', label: 'Account' },
  { value: 'members', label: 'Members' },
  { value: 'providers', label: 'Providers' },
  { value: 'spending', label: 'Spending' },
  { value: 'tokens', label: 'API tokens' },
] as const
type Section = (typeof SECTIONS)[number]['value']

export function SettingsScreen() {
  const me = useMe()
  const [search, setSearch] = useSearchParams()
  const section: Section = SECTIONS.find((candidate) => candidate.value === search.get('section'))?.value ?? 'account'
  return (
    <>
      <title>Settings · Enrichify</title>
      <TopBar>
        <span className="truncate font-medium">{me.workspace.name}</span>
      </TopBar>
      <main className="min-h-0 flex-1 overflow-auto">
        <div className="mx-auto flex max-w-page flex-col gap-6 px-4 py-7 sm:px-6">
          <h1 className="text-title font-semibold tracking-tight">Settings</h1>
          <Tabs
            label="Settings"
            tabs={SECTIONS}
            value={section}
            onValue={(value) => setSearch({ section: value }, { replace: true })}
          />
          {section === 'account' && <AccountSection />}
          {section === 'members' && <MembersSection />}
          {section === 'providers' && <ProvidersSection />}
          {section === 'spending' && <SpendingSection />}
          {section === 'tokens' && <TokensSection />}
        </div>
      </main>
    </>
  )
}
