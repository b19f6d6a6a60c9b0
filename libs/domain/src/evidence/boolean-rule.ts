import { joined } from '../text/long-text.ts'
import type { QuoteWindow } from './quote-window.ts'

const YES = /(?<!\p{L})(?:yes|true|ja|oui|s[iíì]|tak|sim)(?!\p{L})|[✓✔☑]/iu
/** `No. 5` counts something. `not only` and similar words affirm. */
const NO = new RegExp(
  joined`
    (?<!\p{L})(?:
      no(?!\.?\s?\d|\p{L})|not(?! only)(?!\p{L})
      |(?:is|are|do|does|did|has|have|was|were|ca|wo|would|should)n't|cannot|never|false|nein
      |nicht(?! nur)(?!\p{L})|kein(?:e[mnrs]?)?(?!\p{L})|non(?! seulement| solo)(?!\p{L})
      |pas(?!\p{L})|nee|niet|geen|nie|não|nej|nei|ikke|inte|none|without|ohne|sans|sin|senza|nunca
      |jamais|nessun[ao]?
    )(?!\p{L})
    |[✗✘☒]
  `,
  'iu',
)

/**
 * The quote contains a word or a mark of the one answer, and none of the other. A quote that says both (`Parking:
 * yes. Lift: no`) proves neither. The answer alone proves nothing either, since it does not say what the yes refers
 * to.
 */
export function followsBoolean(value: boolean, window: QuoteWindow): string | null {
  const yes = YES.test(window.quote)
  const no = NO.test(window.quote)
  const isAlone = !/\p{L}{2,}/u.test(window.quote.replace(YES, '').replace(NO, ''))
  return yes !== no && !isAlone && value === yes ? 'boolean:word' : null
}
