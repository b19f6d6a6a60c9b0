import type { Trial } from '@enrichify/contracts'
import { count, money, percent } from '../../ui/format.ts'

type Variant = Trial['variants'][number]
type Pair<T> = readonly [T, T]

/** The share of the finished rows for which both say the same; null: none is finished. */
export function agreement({ rows }: Pick<Trial, 'rows'>): number | null {
  const done = rows.filter(({ agree }) => agree !== null)
  return done.length > 0 ? done.filter(({ agree }) => agree).length / done.length : null
}

export interface Figure {
  label: string
  values: Pair<string>
  /** Which one is better; null: neither, or better means nothing here. */
  best: 0 | 1 | null
}

/** The figures of two plans, and which of them is better. */
export function variantFigures(pair: Pair<Variant>): Figure[] {
  const figure = (
    label: string,
    of: (variant: Variant) => number,
    words: (variant: Variant) => string,
    more: 1 | -1,
  ): Figure => {
    const difference = (of(pair[0]) - of(pair[1])) * more
    return { label, values: [words(pair[0]), words(pair[1])], best: difference === 0 ? null : difference > 0 ? 0 : 1 }
  }
  const share = (part: number, { verified, cited, asserted, empty }: Variant): number =>
    verified + cited + asserted + empty === 0 ? 0 : part / (verified + cited + asserted + empty)
  const judged = pair.some(({ right, wrong }) => right + wrong > 0)
  return [
    ...(judged
      ? [
          figure(
            'Right, of those with a known answer',
            ({ right }) => right,
            ({ right, wrong }) => `${right} of ${right + wrong}`,
            1,
          ),
        ]
      : []),
    figure(
      'Verified',
      (variant) => share(variant.verified, variant),
      (variant) => percent(share(variant.verified, variant)),
      1,
    ),
    figure(
      'Empty',
      (variant) => share(variant.empty, variant),
      (variant) => percent(share(variant.empty, variant)),
      -1,
    ),
    // An answer that was paid before costs nothing now, which does not make the plan cheaper.
    { label: 'Paid for it now', values: [money(pair[0].costMicros), money(pair[1].costMicros)], best: null },
    figure(
      'Tokens, in and out',
      ({ inputTokens, outputTokens }) => inputTokens + outputTokens,
      ({ inputTokens, outputTokens }) => `${count.format(inputTokens)} + ${count.format(outputTokens)}`,
      -1,
    ),
  ]
}
