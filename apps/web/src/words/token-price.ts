import type { UsableModel } from '@enrichify/contracts'
import { money } from '../ui/format.ts'

type Price = NonNullable<UsableModel['price']>

/** `$0.25 in, $2.00 out per million tokens` */
export function tokenPriceWords({
  inputMicrosPerMillion,
  outputMicrosPerMillion,
}: Pick<Price, 'inputMicrosPerMillion' | 'outputMicrosPerMillion'>): string {
  if (inputMicrosPerMillion === 0 && outputMicrosPerMillion === 0) return 'free'
  return `${money(inputMicrosPerMillion)} in, ${money(outputMicrosPerMillion)} out per million tokens`
}
