import type { Principal } from '@enrichify/domain'
import { AUTH_SECRET, AuthService, CONFIG, type Config, type SignedIn } from '@enrichify/features'
import { Inject, Injectable } from '@nestjs/common'
import { JwtService } from '@nestjs/jwt'
import { IDENTITY, type Claims, type SignedClaims } from '../http/access.ts'

/** Signs and reads access tokens: valid for minutes, HS256 only, our own issuer and audience. */
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

  /**
   * For sockets, which no guard sees. `expired`: an open socket stays when its token expires, but not when its session
   * ends.
   */
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
