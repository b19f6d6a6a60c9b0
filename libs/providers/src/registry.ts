import type { OutsideProvider } from './define-provider.ts'
import { anthropicProvider } from './llm/anthropic.ts'
import { deepseekProvider } from './llm/deepseek.ts'
import { geminiProvider } from './llm/google-gemini.ts'
import { groqProvider } from './llm/groq.ts'
import { mistralProvider } from './llm/mistral.ts'
import { ollamaProvider } from './llm/ollama.ts'
import { openaiProvider } from './llm/openai.ts'
import { openaiCompatibleProvider } from './llm/openai-compatible.ts'
import { openrouterProvider } from './llm/openrouter.ts'
import { practiceProvider } from './llm/practice.ts'

/** Every service outside that can be connected: one file each, one line here. The conformance suites run over this list. */
export const PROVIDERS: readonly OutsideProvider[] = [
  openaiProvider,
  anthropicProvider,
  geminiProvider,
  mistralProvider,
  deepseekProvider,
  groqProvider,
  openrouterProvider,
  ollamaProvider,
  openaiCompatibleProvider,
]

/** Also the practice model, which nobody connects: practice mode brings it. */
export function findProvider(id: string): OutsideProvider | undefined {
  return id === practiceProvider.id ? practiceProvider : PROVIDERS.find((provider) => provider.id === id)
}
