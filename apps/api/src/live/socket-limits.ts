import { TokenBucket, TokenBuckets } from '@enrichify/features'

/** A page opens one socket. Beside other tabs, there is room for programs that share one person. */
const SOCKETS_OF_PERSON = 40
export const ROOMS_OF_SOCKET = 20
/** A page sends a message when it opens a webset, and one when it leaves. */
const MESSAGES = { burst: 40, perSecond: 10 }
const MESSAGES_OF_PERSON = { burst: 200, perSecond: 40 }
/** A restart brings all pages of an office back at once. They try again by themselves. */
const HANDSHAKES_OF_ADDRESS = { burst: 200, perSecond: 20 }
/** Each message costs something to refuse. Beyond so many in a row, the socket is closed. */
const REFUSED_BEFORE_CUT = 100
export const CUT_FOR_MS = 10_000

/** What one socket may still send. */
export interface SocketAllowance {
  /** `refuse`: this message is too many. `cut`: so were so many before it that the socket is to be closed. */
  take: () => 'pass' | 'refuse' | 'cut'
  release: () => void
}

/** Who wants to know of it: the log and the metrics. */
export interface SocketWatch {
  /** How many more sockets are open now. */
  opened(change: 1 | -1): void
  refused(what: 'messages' | 'sockets', userId: string): void
  cut(userId: string): void
}

/** What sockets, their people and their addresses may ask of this process. */
export class SocketLimits {
  readonly #sockets = new Map<string, number>()
  readonly #cutUntil = new Map<string, number>()
  readonly #messages: TokenBuckets
  readonly #handshakes: TokenBuckets

  constructor(
    private readonly watch: SocketWatch,
    private readonly now: () => number = performance.now.bind(performance),
  ) {
    this.#messages = new TokenBuckets(MESSAGES_OF_PERSON.burst, MESSAGES_OF_PERSON.perSecond, now)
    this.#handshakes = new TokenBuckets(HANDSHAKES_OF_ADDRESS.burst, HANDSHAKES_OF_ADDRESS.perSecond, now)
  }

  /** Before it is looked at who it is. */
  mayShakeHands(address: string): boolean {
    return this.#handshakes.take(address)
  }

  /** Null: the person has too many sockets, or one that was cut a moment ago. */
  admit(userId: string): SocketAllowance | null {
    const open = this.#sockets.get(userId) ?? 0
    if (open >= SOCKETS_OF_PERSON || this.#isCut(userId)) {
      this.watch.refused('sockets', userId)
      return null
    }
    this.#sockets.set(userId, open + 1)
    this.watch.opened(1)
    const own = new TokenBucket(MESSAGES.burst, MESSAGES.perSecond, this.now)
    let refused = 0
    let isReleased = false
    return {
      take: () => {
        if (own.take() && this.#messages.take(userId)) {
          refused = 0
          return 'pass'
        }
        this.watch.refused('messages', userId)
        if (++refused < REFUSED_BEFORE_CUT) return 'refuse'
        this.watch.cut(userId)
        this.#cutUntil.set(userId, this.now() + CUT_FOR_MS)
        return 'cut'
      },
      release: () => {
        if (isReleased) return
        isReleased = true
        this.watch.opened(-1)
        const left = this.#sockets.get(userId)! - 1
        if (left > 0) this.#sockets.set(userId, left)
        else this.#sockets.delete(userId)
      },
    }
  }

  #isCut(userId: string): boolean {
    const until = this.#cutUntil.get(userId)
    if (until === undefined) return false
    if (until > this.now()) return true
    this.#cutUntil.delete(userId)
    return false
  }
}
