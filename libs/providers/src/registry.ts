import { companiesHouseProvider } from './data/companies-house.ts'
import { gleifProvider } from './data/gleif.ts'
import { googlePlacesProvider } from './data/google-places.ts'
import { hubspotBreezeProvider } from './data/hubspot-breeze.ts'
import { hunterProvider } from './data/hunter.ts'
import { openstreetmapProvider } from './data/openstreetmap.ts'
import { twilioLookupProvider } from './data/twilio-lookup.ts'
import type { OutsideProvider } from './define-provider.ts'
import { anthropicProvider } from './llm/anthropic.ts'
import { deepseekProvider } from './llm/deepseek.ts'
import { geminiProvider } from './llm/google-gemini.ts'
import { groqProvider } from './llm/groq.ts'
import { mistralProvider } from './llm/mistral.ts'
import { ollamaProvider } from './llm/ollama.ts'
import { openaiCompatibleProvider } from './llm/openai-compatible.ts'
import { openaiProvider } from './llm/openai.ts'
import { openrouterProvider } from './llm/openrouter.ts'
import { practiceProvider } from './llm/practice.ts'
import { firecrawlProvider } from './reader/firecrawl.ts'
import { jinaReaderProvider } from './reader/jina-reader.ts'
import { bingProvider } from './search/bing.ts'
import { braveProvider } from './search/brave.ts'
import { exaProvider } from './search/exa.ts'
import { googleCustomSearchProvider } from './search/google-custom-search.ts'
import { jinaSearchProvider } from './search/jina-search.ts'
import { searxngProvider } from './search/searxng.ts'
import { serperProvider } from './search/serper.ts'
import { tavilyProvider } from './search/tavily.ts'

/** Every service that can be connected: one file each, one line here. The conformance suites run over this list. */
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
  braveProvider,
  serperProvider,
  searxngProvider,
  tavilyProvider,
  exaProvider,
  jinaSearchProvider,
  googleCustomSearchProvider,
  bingProvider,
  jinaReaderProvider,
  firecrawlProvider,
  googlePlacesProvider,
  openstreetmapProvider,
  hunterProvider,
  twilioLookupProvider,
  companiesHouseProvider,
  gleifProvider,
  hubspotBreezeProvider,
]

/** Also the practice model, which cannot be connected: practice mode brings it. */
export function findProvider(id: string): OutsideProvider | undefined {
  return id === practiceProvider.id ? practiceProvider : PROVIDERS.find((provider) => provider.id === id)
}
