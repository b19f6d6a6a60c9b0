import { RateLimited, type Principal } from '@enrichify/domain'
import { CONFIG, type Config } from '@enrichify/features'
import { Injectable, type ExecutionContext } from '@nestjs/common'
import {
  SkipThrottle,
  ThrottlerGuard,
  ThrottlerModule,
  type ThrottlerLimitDetail,
  type ThrottlerModuleOptions,
} from '@nestjs/throttler'
import type { Request } from 'express'
import { WindowCounts } from './window-counts.ts'

const MINUTE_MS = 60_000
type Limit = 'address' | 'principal'

/** For routes that must always answer, such as those of health. */
export const Unlimited = (): MethodDecorator & ClassDecorator => SkipThrottle({ address: true, principal: true })

/** Two limits a minute for all routes; 0 switches one off. `AuthService` has stricter ones of its own for sign-ins. */
export const limitsOfRequests = ThrottlerModule.forRootAsync({
  inject: [CONFIG],
  useFactory: (config: Config): ThrottlerModuleOptions => ({
    throttlers: [
      {
        name: 'address',
        ttl: MINUTE_MS,
        limit: config.REQUESTS_PER_ADDRESS,
        skipIf: () => config.REQUESTS_PER_ADDRESS === 0,
      },
      {
        name: 'principal',
        ttl: MINUTE_MS,
        limit: config.REQUESTS_PER_PRINCIPAL,
        skipIf: () => config.REQUESTS_PER_PRINCIPAL === 0,
      },
    ],
    storage: new WindowCounts(),
    setHeaders: false,
  }),
})

/** One limit over all routes together, not one for each. */
abstract class RequestsGuard extends ThrottlerGuard {
  protected abstract readonly limit: Limit

  override async onModuleInit(): Promise<void> {
    await super.onModuleInit()
    this.throttlers = this.throttlers.filter(({ name }) => name === this.limit)
  }

  // Sockets are counted by nothing here: they have no address in the context, and their handshake asks for a token.
  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    return Promise.resolve(context.getType() !== 'http')
  }

  protected override generateKey(_context: ExecutionContext, tracker: string, name: string): string {
    return `${name}:${tracker}`
  }

  protected override throwThrottlingException(_context: ExecutionContext, detail: ThrottlerLimitDetail): Promise<void> {
    const seconds = detail.timeToBlockExpire
    throw new RateLimited(
      `Too many requests. Wait for ${seconds} ${seconds === 1 ? 'second' : 'seconds'} and try again.`,
      Date.now() + seconds * 1000,
    )
  }
}

/** Before the sign-in is looked at, so that guesses at tokens are counted too. */
@Injectable()
export class AddressLimit extends RequestsGuard {
  protected readonly limit = 'address'
}

/** After the sign-in: one person, or one API token. */
@Injectable()
export class PrincipalLimit extends RequestsGuard {
  protected readonly limit = 'principal'

  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return Promise.resolve(true)
    return Promise.resolve(!context.switchToHttp().getRequest<Request & { user?: Principal }>().user)
  }

  protected override getTracker({ user }: { user?: Principal }): Promise<string> {
    return Promise.resolve(user!.tokenId ?? `${user!.workspaceId}:${user!.userId}`)
  }
}
