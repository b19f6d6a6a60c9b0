import { loginWithLink, makeClient } from '@enrichify/contracts'
import { Stack } from '../e2e/drills/stack.ts'
import { Truth } from '../e2e/drills/truth.ts'
import type { Target } from './attack.ts'

/** The product as people start it, with data of its own. */
export async function openTarget(
  scale: number,
  settings: Record<string, string> = {},
): Promise<Target & { close: () => Promise<void> }> {
  // The bystander asks more often than one person does.
  const stack = await Stack.open({ REQUESTS_PER_PRINCIPAL: '0', REQUESTS_PER_ADDRESS: '0', ...settings })
  const truth = new Truth(stack)
  const close = async () => {
    await truth.close()
    await stack.remove()
  }
  try {
    const anyone = makeClient({ baseUrl: stack.address, headers: () => ({}) })
    const { accessToken: token } = await anyone(loginWithLink, { body: { token: stack.token } })
    const call = makeClient({ baseUrl: stack.address, headers: () => ({ authorization: `Bearer ${token}` }) })
    return { stack, truth, call, token, scale, close }
  } catch (error) {
    await close()
    throw error
  }
}
