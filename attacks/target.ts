import { createWebset, invite, loginWithLink, makeClient, register, type Client } from '@enrichify/contracts'
import { CountingProvider } from '../e2e/drills/counting-provider.ts'
import { Receiver } from '../e2e/drills/receiver.ts'
import { Stack } from '../e2e/drills/stack.ts'
import { Truth } from '../e2e/drills/truth.ts'
import type { Target } from './attack.ts'

/** The product as people start it, with data of its own. */
export async function openTarget(
  scale: number,
  settings: Record<string, string> = {},
): Promise<Target & { close: () => Promise<void> }> {
  // The bystander asks more often than one person does.
  const [provider, receiver] = await Promise.all([CountingProvider.open(), Receiver.open()])
  const stack = await Stack.open({
    REQUESTS_PER_PRINCIPAL: '0',
    REQUESTS_PER_ADDRESS: '0',
    OFFLINE: 'false',
    ALLOWED_PRIVATE_HOSTS: `${provider.host},${receiver.host}`,
    ...settings,
  })
  const truth = new Truth(stack)
  const close = async () => {
    await truth.close()
    await stack.remove()
    await Promise.all([provider.close(), receiver.close()])
  }
  try {
    const anyone = makeClient({ baseUrl: stack.address, headers: () => ({}) })
    const { accessToken: token } = await anyone(loginWithLink, { body: { token: stack.token } })
    const call = clientOf(stack, token)
    return {
      stack,
      truth,
      call,
      token,
      other: await otherWorkspace(stack, truth, call),
      provider,
      receiver,
      scale,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

const clientOf = ({ address }: Stack, token: string): Client =>
  makeClient({ baseUrl: address, headers: () => ({ authorization: `Bearer ${token}` }) })

/** An installation has one workspace; for a second one, an invitation is turned to it. */
async function otherWorkspace(stack: Stack, truth: Truth, call: Client): Promise<Target['other']> {
  const { invitation, token: invited } = await call(invite, { body: { role: 'manager' } })
  await truth.ask(
    `with made as (insert into workspaces (name) values ('Other') returning id)
     update invitations set workspace_id = made.id from made where invitations.id = $1`,
    [invitation.id],
  )
  const { accessToken: token } = await makeClient({ baseUrl: stack.address, headers: () => ({}) })(register, {
    body: { email: 'other@example.com', password: 'a long enough password', name: 'Other', invitation: invited },
  })
  const other = clientOf(stack, token)
  await other(createWebset, { body: { name: 'Theirs' } })
  return { call: other, token }
}
