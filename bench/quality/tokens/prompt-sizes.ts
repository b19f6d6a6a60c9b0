export type CountTokens = (text: string) => number

/** Four characters to a token, the usual estimate for English; a real tokenizer where one is installed. */
export const estimateTokens: CountTokens = (text) => Math.ceil(text.length / 4)

const TOKENIZERS = ['gpt-tokenizer', 'js-tiktoken']

/** A tokenizer of the usual names, if this installation has one; with its name. */
export async function findTokenizer(): Promise<{ name: string; count: CountTokens } | null> {
  for (const name of TOKENIZERS) {
    try {
      const { encode } = (await import(name)) as { encode?: (text: string) => ArrayLike<number> }
      if (encode) return { name, count: (text) => encode(text).length }
    } catch {
      // It is not installed; the next one may be.
    }
  }
  return null
}
