import type { Me, Session } from '@enrichify/contracts'

export type SessionState =
  | { status: 'starting' }
  | { status: 'signed-out' }
  | { status: 'unreachable'; message: string }
  | { status: 'signed-in'; me: Me }

export interface SessionOptions {
  /** Trades the refresh cookie for a session; throws when it cannot. */
  refresh: () => Promise<Session>
  /** True for a refusal by the server, false for a server that did not answer. */
  isRefusal: (error: unknown) => boolean
  /** Serialises across tabs: two tabs that trade the same cookie would look like theft to the server. */
  lock?: <T>(run: () => Promise<T>) => Promise<T>
}

/** The access token is in memory only: a script that reads the page's storage does not find it. */
export class SessionStore {
  private token: string | null = null
  private current: SessionState = { status: 'starting' }
  private inFlight: Promise<boolean> | null = null
  private readonly listeners = new Set<() => void>()
  private readonly options: SessionOptions
  constructor(options: SessionOptions) {
    this.options = options
  }

  state = (): SessionState => this.current
  accessToken = (): string | null => this.token

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  accept(session: Session): void {
    this.token = session.accessToken
    this.move({ status: 'signed-in', me: session.me })
  }

  end(): void {
    this.token = null
    this.move({ status: 'signed-out' })
  }

  /** One refresh at a time: all requests that get a 401 wait for the same one. */
  refresh = (): Promise<boolean> => {
    this.inFlight ??= this.trade().finally(() => {
      this.inFlight = null
    })
    return this.inFlight
  }

  private async trade(): Promise<boolean> {
    const lock = this.options.lock ?? ((run) => run())
    try {
      this.accept(await lock(this.options.refresh))
      return true
    } catch (error) {
      if (this.options.isRefusal(error)) this.end()
      // A server that is away signs no one out: the page stays as it is.
      else if (this.current.status !== 'signed-in')
        this.move({ status: 'unreachable', message: error instanceof Error ? error.message : '' })
      return false
    }
  }

  private move(next: SessionState): void {
    this.current = next
    for (const listener of this.listeners) listener()
  }
}
