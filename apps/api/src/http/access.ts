import { Refused, type Principal } from '@enrichify/domain'
import { AUTH_SECRET, AuthService, CONFIG, type Config, type SignedIn } from '@enrichify/features'
import {
  createParamDecorator,
  Inject,
  Injectable,
  SetMetadata,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { JwtService } from '@nestjs/jwt'
import { AuthGuard, PassportStrategy } from '@nestjs/passport'
import type { Request } from 'express'
import { ExtractJwt, Strategy } from 'passport-jwt'

const IDENTITY = { issuer: 'enrichify', audience: 'enrichify-api' } as const
const PUBLIC = 'public'

interface Claims {
  sub: string
  workspace: string
}

/** `iat` is set by the signing: seconds since the epoch. */
type SignedClaims = Claims & { iat: number }

/** A handler that anybody may call. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, true)

/** The principal of the request. */
export const Who = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal => context.switchToHttp().getRequest<{ user: Principal }>().user,
)

/** Signs and reads access tokens: minutes of life, HS256 only, our own issuer and audience. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly jwt: JwtService,
    private readonly auth: AuthService,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(AUTH_SECRET) private readonly secret: string,
  ) {}

  issue(signedIn: SignedIn): { accessToken: string; expiresAt: string } {
    const seconds = Math.round(this.config.ACCESS_TOKEN_MINUTES * 60)
    const claims: Claims = { sub: signedIn.userId, workspace: signedIn.workspaceId }
    return {
      accessToken: this.jwt.sign(claims, { ...IDENTITY, secret: this.secret, algorithm: 'HS256', expiresIn: seconds }),
      expiresAt: new Date(Date.now() + seconds * 1000).toISOString(),
    }
  }

  /** For sockets, which no guard sees. `expired`: one that was let in stays when its token runs out, but not when its session ends. */
  async principalOf(token: string, options: { expired?: boolean } = {}): Promise<Principal | null> {
    if (token.startsWith('enr_')) return this.auth.principalOfToken(token)
    try {
      const claims = this.jwt.verify<SignedClaims>(token, {
        ...IDENTITY,
        secret: this.secret,
        algorithms: ['HS256'],
        ignoreExpiration: options.expired ?? false,
      })
      return await this.auth.principalOf(claims.sub, claims.workspace, claims.iat)
    } catch {
      return null
    }
  }
}

@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(
    @Inject(AUTH_SECRET) secret: string,
    private readonly auth: AuthService,
  ) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKey: secret,
      algorithms: ['HS256'],
      ...IDENTITY,
    })
  }

  /** The role of this moment, not of the moment of signing. */
  async validate(claims: SignedClaims): Promise<Principal | false> {
    return (await this.auth.principalOf(claims.sub, claims.workspace, claims.iat)) ?? false
  }
}

/** Everything needs a principal unless it is marked public: an access token of a person, or an API token (bearer or `x-api-key`). */
@Injectable()
export class AccessGuard extends AuthGuard('jwt') implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly auth: AuthService,
  ) {
    super()
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    // Sockets are let in by their handshake (live.gateway.ts), and have no headers to read here.
    if (context.getType() !== 'http') return true
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, [context.getHandler(), context.getClass()])) return true
    const request = context.switchToHttp().getRequest<Request & { user?: Principal }>()
    const key = request.header('x-api-key') ?? /^Bearer (enr_\S+)$/i.exec(request.header('authorization') ?? '')?.[1]
    if (key === undefined) return (await super.canActivate(context)) as boolean
    const principal = await this.auth.principalOfToken(key)
    if (!principal) throw new Refused('token_invalid', 'This API token is not valid any more.', 'unauthenticated')
    request.user = principal
    return true
  }

  override handleRequest<T>(_error: unknown, user: T): T {
    // A database that is away is not a wrong password.
    if (_error instanceof Error) throw _error
    if (!user) throw new Refused('unauthenticated', 'Sign in, or send an access token.', 'unauthenticated')
    return user
  }
}
