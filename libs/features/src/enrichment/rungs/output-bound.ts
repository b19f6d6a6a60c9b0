const OUTPUT_TOKENS = 500
const MORE_OUTPUT_PER_QUESTION = 200

/** The most tokens that an answer to this many questions may take. */
export function outputBound(questions: number): number {
  return OUTPUT_TOKENS + MORE_OUTPUT_PER_QUESTION * questions
}
