import type { OutsideProvider } from './define-provider.ts'
import { practiceProvider } from './llm/practice.ts'

/** Every service outside that can be connected: one file each, one line here. The conformance suites run over this list. */
export const PROVIDERS: readonly OutsideProvider[] = []

/** Also the practice model, which nobody connects: practice mode brings it. */
export function findProvider(id: string): OutsideProvider | undefined {
  return id === practiceProvider.id ? practiceProvider : PROVIDERS.find((provider) => provider.id === id)
}
