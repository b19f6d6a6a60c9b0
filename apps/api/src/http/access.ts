import { createSecretKey } from 'node:crypto'
import { Refused, type Principal } from '@enrichify/domain'
import { AUTH_SECRET, AuthService } from '@enrichify/features'
import {
  createParamDecorator,
  Inject,
  Injectable,
  SetMetadata,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { AuthGuard, PassportStrategy } from '@nestjs/passport'
import type { Request } from 'express'
import { ExtractJwt, Strategy } from 'passport-jwt'
import { z } from 'zod'

export const IDENTITY = { issuer: 'enrichify', audience: 'enrichify-api' } as const
const PUBLIC = 'public'
const MAY_BE_KNOWN = 'may-be-known'

/** What an access token says about its bearer. */
export interface Claims {
  sub: string
  workspace: string
  session: string
}

const claimsSchema: z.ZodType<Claims> = z.object({ sub: z.uuid(), workspace: z.uuid(), session: z.uuid() })

/** Null: someone signed something else with our secret, or it is from an earlier version. */
export function readClaims(signed: unknown): Claims | null {
  return claimsSchema.safeParse(signed).data ?? null
}

/** A handler that everyone may call. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, true)

/** A public handler that tells some people more. A token that is not valid counts as none. */
export const MayBeKnown = (): MethodDecorator => SetMetadata(MAY_BE_KNOWN, true)

/** The principal of the request. */
export const Who = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal => context.switchToHttp().getRequest<{ user: Principal }>().user,
)

@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(
    @Inject(AUTH_SECRET) secret: string,
    private readonly auth: AuthService,
  ) {
    const key = createSecretKey(secret, 'utf8')
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      // As a key, or else the library tries to read a public key from the text at each request.
      secretOrKeyProvider: (_request, _token, done) => done(null, key as unknown as string),
      algorithms: ['HS256'],
      ...IDENTITY,
    })
  }

  /** The current role, not the role at the time of signing. */
  async validate(signed: unknown): Promise<Principal | false> {
    const claims = readClaims(signed)
    return (claims && (await this.auth.principalOf(claims.sub, claims.workspace, claims.session))) ?? false
  }
}

/**
 * Every route needs a principal unless it is marked public: a person with an access token, or an API token (bearer or
 * `x-api-key`).
 */
@Injectable()
export class AccessGuard extends AuthGuard('jwt') implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly auth: AuthService,
  ) {
    super()
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    // Sockets are checked at their handshake (live.gateway.ts) and have no headers to read here.
    if (context.getType() !== 'http') return true
    const places = [context.getHandler(), context.getClass()]
    if (!this.reflector.getAllAndOverride<boolean>(PUBLIC, places)) return this.#identify(context)
    if (this.reflector.getAllAndOverride<boolean>(MAY_BE_KNOWN, places))
      await this.#identify(context).catch(() => undefined)
    return true
  }

  async #identify(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request & { user?: Principal }>()
    const key = request.header('x-api-key') ?? /^Bearer (enr_\S+)$/i.exec(request.header('authorization') ?? '')?.[1]
    if (key === undefined) return (await super.canActivate(context)) as boolean
    const principal = await this.auth.principalOfToken(key)
    if (!principal) throw new Refused('token_invalid', 'This API token is no longer valid.', 'unauthenticated')
    request.user = principal
    return true
  }

  override handleRequest<T>(_error: unknown, user: T): T {
    // A database that is away does not mean a wrong password.
    if (_error instanceof Error) throw _error
    if (!user) throw new Refused('unauthenticated', 'Sign in, or send an access token.', 'unauthenticated')
    return user
  }
}
