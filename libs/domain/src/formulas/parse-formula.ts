/** A formula with a mistake. `at`: where, in characters from its beginning. */
export class FormulaError extends Error {
  override readonly name = 'FormulaError'
  readonly at: number
  constructor(message: string, at: number) {
    super(message)
    this.at = at
  }
}

export type FormulaNode =
  | { kind: 'value'; value: string | number | boolean | null }
  | { kind: 'column'; id: string }
  | { kind: 'call'; name: string; arguments: FormulaNode[]; at: number }
  | { kind: 'binary'; operator: string; left: FormulaNode; right: FormulaNode }
  | { kind: 'minus'; of: FormulaNode }

interface Token {
  kind: 'number' | 'text' | 'column' | 'name' | 'symbol' | 'end'
  text: string
  at: number
}

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?)|"((?:[^"]|"")*)"|\{([^{}\n]+)\}|([A-Za-z_][A-Za-z0-9_.]*)|(<>|<=|>=|!=|[-+*/^%&=<>(),]))/y
const STRENGTH: Record<string, number> = {
  '=': 1,
  '<>': 1,
  '!=': 1,
  '<': 1,
  '<=': 1,
  '>': 1,
  '>=': 1,
  '&': 2,
  '+': 3,
  '-': 3,
  '*': 4,
  '/': 4,
  '%': 4,
  '^': 5,
}
const LONGEST = 4000
const DEEPEST = 60

/**
 * The tree of a formula. Text is in double quotes, columns are in braces. A leading `=` is allowed, as in other
 * sheets. Throws `FormulaError`.
 */
export function parseFormula(source: string): FormulaNode {
  if (source.length > LONGEST) throw new FormulaError(`A formula has at most ${LONGEST} characters.`, LONGEST)
  const tokens = tokenise(source.replace(/^\s*=/, (lead) => ' '.repeat(lead.length)))
  const parser = new Parser(tokens)
  const tree = parser.expression(0, 0)
  parser.demand('end', 'an operator or the end')
  return tree
}

function tokenise(source: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (source.slice(at).trim() !== '') {
    TOKEN.lastIndex = at
    const found = TOKEN.exec(source)
    if (!found)
      throw new FormulaError(
        `“${source.slice(at).trim().slice(0, 12)}” is not part of a formula. Put text in double quotes ` +
          'and columns in braces.',
        at,
      )
    const [whole, number, text, column, name, symbol] = found
    const start = at + whole.search(/\S/)
    at = TOKEN.lastIndex
    if (number !== undefined) tokens.push({ kind: 'number', text: number, at: start })
    else if (text !== undefined) tokens.push({ kind: 'text', text: text.replaceAll('""', '"'), at: start })
    else if (column !== undefined) tokens.push({ kind: 'column', text: column.trim(), at: start })
    else if (name !== undefined) tokens.push({ kind: 'name', text: name.toUpperCase(), at: start })
    else tokens.push({ kind: 'symbol', text: symbol!, at: start })
  }
  tokens.push({ kind: 'end', text: '', at: source.length })
  return tokens
}

class Parser {
  #at = 0
  readonly #tokens: Token[]
  constructor(tokens: Token[]) {
    this.#tokens = tokens
  }

  /** Precedence climbing: operators weaker than `least` are left to the caller. */
  expression(least: number, depth: number): FormulaNode {
    if (depth > DEEPEST) throw new FormulaError('The formula is nested too deeply.', this.#next.at)
    let left = this.#operand(depth)
    for (;;) {
      const strength = this.#next.kind === 'symbol' ? (STRENGTH[this.#next.text] ?? 0) : 0
      if (strength === 0 || strength < least) return left
      const operator = this.#take().text
      // `^` binds to the right, all others to the left.
      const right = this.expression(operator === '^' ? strength : strength + 1, depth + 1)
      left = { kind: 'binary', operator: operator === '!=' ? '<>' : operator, left, right }
    }
  }

  demand(kind: Token['kind'], what: string, text?: string): Token {
    const next = this.#next
    if (next.kind === kind && (text === undefined || next.text === text)) return this.#take()
    throw new FormulaError(
      `Expected ${what}${next.kind === 'end' ? ', but the formula ends' : `, not “${next.text}”`}.`,
      next.at,
    )
  }

  get #next(): Token {
    return this.#tokens[this.#at]!
  }

  #take(): Token {
    return this.#tokens[this.#at++]!
  }

  #isSymbol(text: string): boolean {
    return this.#next.kind === 'symbol' && this.#next.text === text
  }

  #operand(depth: number): FormulaNode {
    const token = this.#take()
    if (token.kind === 'number') return { kind: 'value', value: Number(token.text) }
    if (token.kind === 'text') return { kind: 'value', value: token.text }
    if (token.kind === 'column') return { kind: 'column', id: token.text }
    if (token.kind === 'name') return this.#named(token, depth)
    if (token.text === '-') return { kind: 'minus', of: this.expression(5, depth + 1) }
    if (token.text === '(') {
      const inner = this.expression(0, depth + 1)
      this.demand('symbol', 'a closing parenthesis', ')')
      return inner
    }
    throw new FormulaError(
      token.kind === 'end' ? 'The formula ends too early.' : `A value is missing before “${token.text}”.`,
      token.at,
    )
  }

  #named(token: Token, depth: number): FormulaNode {
    if (!this.#isSymbol('(')) {
      if (token.text === 'TRUE' || token.text === 'FALSE') return { kind: 'value', value: token.text === 'TRUE' }
      throw new FormulaError(
        `“${token.text}” is not a value. Put text in double quotes and columns in braces.`,
        token.at,
      )
    }
    this.#take()
    const given: FormulaNode[] = []
    while (!this.#isSymbol(')')) {
      if (given.length) this.demand('symbol', 'a comma or a closing parenthesis', ',')
      given.push(this.expression(0, depth + 1))
    }
    this.#take()
    return { kind: 'call', name: token.text, arguments: given, at: token.at }
  }
}
