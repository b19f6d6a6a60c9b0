import { getRun, loginWithLink, makeClient, startRun, type Client, type Run } from '@enrichify/contracts'
import { isRunOver } from '@enrichify/domain'
import { Receiver } from './receiver.ts'
import { Stack } from './stack.ts'
import { Truth } from './truth.ts'
import { until } from './until.ts'

/** A product, someone who is signed in, and a host on loopback that it may ask: what short drills need. */
export class StrikeStack {
  readonly stack: Stack
  readonly truth: Truth
  readonly receiver: Receiver
  readonly call: Client

  private constructor(stack: Stack, receiver: Receiver, call: Client) {
    this.stack = stack
    this.truth = new Truth(stack)
    this.receiver = receiver
    this.call = call
  }

  static async open(settings: Record<string, string> = {}): Promise<StrikeStack> {
    const receiver = await Receiver.open()
    const stack = await Stack.open({
      OFFLINE: 'false',
      ALLOWED_PRIVATE_HOSTS: receiver.host,
      REQUESTS_PER_PRINCIPAL: '0',
      REQUESTS_PER_ADDRESS: '0',
      WORK_PER_PRINCIPAL: '0',
      ...settings,
    })
    const anyone = makeClient({ baseUrl: stack.address, headers: () => ({}) })
    const { accessToken } = await anyone(loginWithLink, { body: { token: stack.token } })
    const call = makeClient({ baseUrl: stack.address, headers: () => ({ authorization: `Bearer ${accessToken}` }) })
    return new StrikeStack(stack, receiver, call)
  }

  start(websetId: string): Promise<Run> {
    return this.call(startRun, { params: { id: websetId }, body: { again: true } })
  }

  end({ id }: Run): Promise<Run> {
    return until(
      'the end of a run',
      async () => {
        const run = await this.call(getRun, { params: { id } })
        return isRunOver(run.state) && run
      },
      { everyMs: 100, withinMs: 600_000 },
    )
  }

  async close(): Promise<void> {
    await this.truth.close()
    await this.stack.remove()
    await this.receiver.close()
  }
}
