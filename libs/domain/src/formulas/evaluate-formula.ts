import type { CellValue } from '../cells/cell.ts'
import { FormulaFuel } from './formula-fuel.ts'
import { FORMULA_FUNCTIONS } from './formula-functions.ts'
import { isTrue, numberOf, textOf, type FormulaValue } from './formula-values.ts'
import { FormulaError, parseFormula, type FormulaNode } from './parse-formula.ts'

const LONGEST_RESULT = 20_000

/** Checks names and numbers of arguments before any row is computed. Throws `FormulaError`. */
export function checkFormula(source: string, isColumn: (id: string) => boolean): FormulaNode {
  const tree = parseFormula(source)
  check(tree, isColumn)
  return tree
}

function check(node: FormulaNode, isColumn: (id: string) => boolean): void {
  if (node.kind === 'column' && !isColumn(node.id)) throw new FormulaError(`There is no column “${node.id}”.`, 0)
  if (node.kind === 'minus') return check(node.of, isColumn)
  if (node.kind === 'binary') return [node.left, node.right].forEach((part) => check(part, isColumn))
  if (node.kind !== 'call') return
  const known = FORMULA_FUNCTIONS[node.name]
  if (!known) throw new FormulaError(`There is no function ${node.name}.`, node.at)
  if (node.arguments.length < known.least || node.arguments.length > known.most)
    throw new FormulaError(`${node.name} is used as ${known.usage}.`, node.at)
  for (const each of node.arguments) check(each, isColumn)
}

/**
 * The formula’s value for one row. Empty cells make arithmetic empty and not zero; a division by zero is empty too.
 * Throws `FormulaError`.
 */
export function evaluateFormula(tree: FormulaNode, valueOf: (columnId: string) => CellValue): FormulaValue {
  const value = evaluate(tree, { valueOf, fuel: new FormulaFuel() })
  if (typeof value === 'string' && value.length > LONGEST_RESULT)
    throw new FormulaError(`The result is longer than ${LONGEST_RESULT} characters.`, 0)
  return typeof value === 'number' && !Number.isFinite(value) ? null : value
}

/** A condition holds when its value is true, a number that is not 0 or a text that is not empty. */
export function conditionHolds(tree: FormulaNode, valueOf: (columnId: string) => CellValue): boolean {
  return isTrue(evaluateFormula(tree, valueOf))
}

/** A cell as a formula sees it: lists as their items with commas between. */
export function formulaValue(value: CellValue): FormulaValue {
  if (!Array.isArray(value)) return value
  return value.map((item) => (typeof item === 'string' ? item : 'name' in item ? item.name : item.url)).join(', ')
}

interface Evaluation {
  valueOf: (columnId: string) => CellValue
  fuel: FormulaFuel
}

/** Each value costs its length: whatever takes it reads it once. Functions count what they do beyond that. */
function evaluate(node: FormulaNode, evaluation: Evaluation): FormulaValue {
  const value = compute(node, evaluation)
  evaluation.fuel.spend(typeof value === 'string' ? 1 + value.length : 1)
  return value
}

function compute(node: FormulaNode, evaluation: Evaluation): FormulaValue {
  switch (node.kind) {
    case 'value':
      return node.value
    case 'column':
      return formulaValue(evaluation.valueOf(node.id))
    case 'minus': {
      const number = numberOf(evaluate(node.of, evaluation))
      return number === null ? null : -number
    }
    case 'binary':
      return binary(node.operator, evaluate(node.left, evaluation), evaluate(node.right, evaluation), evaluation.fuel)
    case 'call': {
      const known = FORMULA_FUNCTIONS[node.name]
      if (!known) throw new FormulaError(`There is no function ${node.name}.`, node.at)
      const read = (index: number) => evaluate(node.arguments[index]!, evaluation)
      return known.call(read, node.arguments.length, evaluation.fuel)
    }
  }
}

function binary(operator: string, left: FormulaValue, right: FormulaValue, fuel: FormulaFuel): FormulaValue {
  if (operator === '&') return fuel.join([textOf(left), textOf(right)], '')
  if (STEPS[operator]) {
    const [a, b] = [numberOf(left), numberOf(right)]
    return a === null || b === null ? null : STEPS[operator](a, b)
  }
  const order = compare(left, right)
  if (operator === '=') return order === 0
  if (operator === '<>') return order !== 0
  // Whether nothing is less than something has no answer.
  if (order === null || left === null || right === null) return false
  return operator === '<' ? order < 0 : operator === '<=' ? order <= 0 : operator === '>' ? order > 0 : order >= 0
}

const STEPS: Record<string, (a: number, b: number) => number | null> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? null : a / b),
  '%': (a, b) => (b === 0 ? null : a % b),
  '^': (a, b) => a ** b,
}

/**
 * Numbers compare by size when both are numbers, else texts without regard to case. An empty cell equals an empty
 * text. Null: they cannot be compared.
 */
function compare(left: FormulaValue, right: FormulaValue): number | null {
  const [a, b] = [numberOf(left), numberOf(right)]
  if (a !== null && b !== null) return a - b
  const [one, other] = [textOf(left).toLowerCase(), textOf(right).toLowerCase()]
  return one === other ? 0 : one < other ? -1 : 1
}
