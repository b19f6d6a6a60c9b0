import { Refused } from '@enrichify/domain'
import type { OutsideProvider } from '@enrichify/providers'

/** The provider's own schema decides; the address guard checks again at each call. */
export function checkSettings(
  provider: OutsideProvider,
  input: Record<string, unknown>,
): Record<string, string | number | boolean> {
  const parsed = provider.settings.safeParse(input)
  if (parsed.success) return parsed.data as Record<string, string | number | boolean>
  const [issue] = parsed.error.issues
  throw new Refused(
    'bad_settings',
    `${provider.label}: ${issue?.path.join('.') ?? 'settings'}: ${issue?.message ?? 'not valid'}.`,
    'unprocessable',
  )
}
