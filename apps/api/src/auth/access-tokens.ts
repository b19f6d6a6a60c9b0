import type { Principal } from '@enrichify/domain'
import { AUTH_SECRET, AuthService, CONFIG, type Config, type SignedIn } from '@enrichify/features'
import { Inject, Injectable } from '@nestjs/common'
import { JwtService } from '@nestjs/jwt'
import { IDENTITY, readClaims, type Claims } from '../http/access.ts'

/** Who comes by a token, and the session or API token that it ends with. */
export interface Access {
  principal: Principal
  id: string
}

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
    const { userId: sub, workspaceId: workspace, sessionId: session } = signedIn
    const claims: Claims = { sub, workspace, session }
    return {
      accessToken: this.jwt.sign(claims, { ...IDENTITY, secret: this.secret, algorithm: 'HS256', expiresIn: seconds }),
      expiresAt: new Date(Date.now() + seconds * 1000).toISOString(),
    }
  }

  /**
   * For sockets, which no guard sees. `expired`: an open socket stays when its token expires, but not when its session
   * ends.
   */
  async accessOf(token: string, options: { expired?: boolean } = {}): Promise<Access | null> {
    if (token.startsWith('enr_')) {
      const principal = await this.auth.principalOfToken(token)
      return principal && { principal, id: principal.tokenId! }
    }
    const claims = this.#claimsOf(token, options.expired ?? false)
    const principal = claims && (await this.auth.principalOf(claims.sub, claims.workspace, claims.session))
    return principal && { principal, id: claims.session }
  }

  /** The session of a token that we signed, also of one that has expired. Null: it is of none. */
  sessionOf(token: string): string | null {
    return this.#claimsOf(token, true)?.session ?? null
  }

  #claimsOf(token: string, ignoreExpiration: boolean): Claims | null {
    try {
      const signed = this.jwt.verify<object>(token, {
        ...IDENTITY,
        secret: this.secret,
        algorithms: ['HS256'],
        ignoreExpiration,
      })
      return readClaims(signed)
    } catch {
      return null
    }
  }
}
