import { RateLimited, type Principal } from '@enrichify/domain'
import {
  CONFIG,
  LOGGER,
  METRICS,
  RATE_LIMITS,
  type Config,
  type Logger,
  type Metrics,
  type RateLimits,
} from '@enrichify/features'
import { Inject, Injectable, SetMetadata, type ExecutionContext } from '@nestjs/common'
import {
  SkipThrottle,
  ThrottlerGuard,
  ThrottlerModule,
  type ThrottlerModuleOptions,
  type ThrottlerRequest,
} from '@nestjs/throttler'
import type { Request, Response } from 'express'
import { SharedCounts } from './shared-counts.ts'
import { WindowCounts } from './window-counts.ts'

const MINUTE_MS = 60_000
const STARTS_WORK = 'starts-work'
type Limit = 'address' | 'principal' | 'work'

/** For routes that must always answer, such as those of health. */
export const Unlimited = (): MethodDecorator & ClassDecorator => SkipThrottle({ address: true, principal: true })

/** A route that starts work which takes long. It has a limit of its own, much lower than the one of all routes. */
export const StartsWork = (): MethodDecorator => SetMetadata(STARTS_WORK, true)

/** Limits a minute, by settings; 0 switches one off. `AuthService` has stricter ones of its own for sign-ins. */
export const limitsOfRequests = ThrottlerModule.forRootAsync({
  inject: [CONFIG, RATE_LIMITS, LOGGER],
  useFactory: (config: Config, shared: RateLimits, log: Logger): ThrottlerModuleOptions => {
    const limits: Record<Limit, number> = {
      address: config.REQUESTS_PER_ADDRESS,
      principal: config.REQUESTS_PER_PRINCIPAL,
      work: config.WORK_PER_PRINCIPAL,
    }
    return {
      throttlers: Object.entries(limits).map(([name, limit]) => ({
        name,
        ttl: MINUTE_MS,
        limit,
        skipIf: () => limit === 0,
      })),
      storage: config.REDIS_URL ? new SharedCounts(shared, log) : new WindowCounts(),
    }
  },
})

/** The fields of the IETF draft `draft-ietf-httpapi-ratelimit-headers-10`, one item for each limit that was asked. */
function tellLimit(response: Response, name: string, limit: { limit: number; left: number; seconds: number }): void {
  response.append('RateLimit-Policy', `"${name}";q=${limit.limit};w=${MINUTE_MS / 1000}`)
  response.append('RateLimit', `"${name}";r=${limit.left};t=${limit.seconds}`)
}

abstract class RequestsGuard extends ThrottlerGuard {
  protected abstract readonly limit: Limit
  @Inject(METRICS) private readonly metrics!: Metrics
  @Inject(LOGGER) private readonly log!: Logger

  override async onModuleInit(): Promise<void> {
    await super.onModuleInit()
    this.throttlers = this.throttlers.filter(({ name }) => name === this.limit)
  }

  // Sockets have limits of their own (live/socket-limits.ts).
  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    return Promise.resolve(context.getType() !== 'http')
  }

  /** Over all routes together, not for each. */
  protected override generateKey(_context: ExecutionContext, tracker: string, name: string): string {
    return `${name}:${tracker}`
  }

  protected override async handleRequest(asked: ThrottlerRequest): Promise<boolean> {
    const { context, limit, ttl, blockDuration, throttler, getTracker, generateKey } = asked
    const http = context.switchToHttp()
    const name = throttler.name!
    const key = generateKey(context, await getTracker(http.getRequest<Request>(), context), name)
    const counted = await this.storageService.increment(key, ttl, limit, blockDuration, name)
    const seconds = Math.max(1, counted.timeToExpire)
    tellLimit(http.getResponse<Response>(), name, { limit, left: Math.max(0, limit - counted.totalHits), seconds })
    if (!counted.isBlocked) return true
    this.metrics.limitsHit.inc({ limit: `requests: ${name}` })
    // One line when a limit is hit, and not one for each request after it.
    if (counted.totalHits === limit + 1) this.log.warn({ limit: name, key }, 'A limit of requests was hit')
    throw new RateLimited(
      `Too many requests. Wait for ${seconds} ${seconds === 1 ? 'second' : 'seconds'} and try again.`,
      Date.now() + seconds * 1000,
    )
  }
}

/** Before the sign-in is looked at, so that guesses at tokens are counted too. */
@Injectable()
export class AddressLimit extends RequestsGuard {
  protected readonly limit: Limit = 'address'
}

/** After the sign-in: one person, or one API token. */
@Injectable()
export class PrincipalLimit extends RequestsGuard {
  protected readonly limit: Limit = 'principal'

  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return Promise.resolve(true)
    return Promise.resolve(!context.switchToHttp().getRequest<Request & { user?: Principal }>().user)
  }

  protected override getTracker({ user }: { user?: Principal }): Promise<string> {
    return Promise.resolve(user!.tokenId ?? `${user!.workspaceId}:${user!.userId}`)
  }
}

/** The same for each route that starts work. */
@Injectable()
export class WorkLimit extends PrincipalLimit {
  protected override readonly limit = 'work'

  protected override async shouldSkip(context: ExecutionContext): Promise<boolean> {
    return !this.reflector.get<boolean>(STARTS_WORK, context.getHandler()) || super.shouldSkip(context)
  }

  protected override generateKey(context: ExecutionContext, tracker: string, name: string): string {
    return `${name}:${context.getClass().name}.${context.getHandler().name}:${tracker}`
  }
}
