import { loginWithLink, makeClient } from '@enrichify/contracts'
import type { TestProject } from 'vitest/node'
import { Stack } from '../drills/stack.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    sharedProduct: SharedProduct
  }
}

export interface SharedProduct {
  address: string
  /** Of a manager, who invites the people of each file. */
  managerToken: string
}

/** One product for all files whose people need no more than a webset of their own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stack = await Stack.open()
  const { address, token } = stack
  const { accessToken } = await makeClient({ baseUrl: address, headers: () => ({}) })(loginWithLink, {
    body: { token },
  })
  project.provide('sharedProduct', { address, managerToken: accessToken })
  return () => stack.remove()
}
