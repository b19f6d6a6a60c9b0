const KEYPAD = '22233344455566677778889999'

/** The digits to dial for a printed number: letters by the telephone keypad, everything else dropped. */
export function toKeypadDigits(text: string): string {
  let digits = ''
  for (const character of text.normalize('NFKC').toUpperCase()) {
    if (character >= '0' && character <= '9') digits += character
    else if (character >= 'A' && character <= 'Z') digits += KEYPAD[character.charCodeAt(0) - 65]
  }
  return digits
}

/** Splits a stored phone value into the number to dial first and its extension: `+15308203090;ext=410`. */
export function splitExtension(value: string): { number: string; extension: string | null } {
  const at = value.indexOf(';ext=')
  return at < 0 ? { number: value, extension: null } : { number: value.slice(0, at), extension: value.slice(at + 5) }
}
