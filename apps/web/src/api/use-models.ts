import { listModels, listProviders, type ProviderJson, type UsableModel } from '@enrichify/contracts'
import { useQuery } from '@tanstack/react-query'
import { call } from './client.ts'
import { keys } from './keys.ts'

/** Every service that the program knows, connected or not. */
export function useProviders() {
  return useQuery<{ providers: ProviderJson[] }>({
    queryKey: keys.providers(),
    queryFn: ({ signal }) => call(listProviders, { signal }),
    staleTime: Infinity,
  })
}

/** The models of the connected services. */
export function useModels() {
  return useQuery<{ models: UsableModel[] }>({
    queryKey: keys.models(),
    queryFn: ({ signal }) => call(listModels, { signal }),
  })
}
