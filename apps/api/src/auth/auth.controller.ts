import {
  authStatus,
  getMe,
  login,
  loginWithLink,
  logout,
  refresh,
  register,
  setPassword,
  type Empty,
  type Input,
  type Me,
  type Session,
} from '@enrichify/contracts'
import { Refused, type Principal } from '@enrichify/domain'
import { AuthService, CONFIG, type Config, type SignedIn } from '@enrichify/features'
import { Controller, Inject, Req, Res } from '@nestjs/common'
import type { Request, Response } from 'express'
import { Public, Who } from '../http/access.ts'
import { Handles } from '../http/endpoint.decorator.ts'
import { AccessTokens } from './access-tokens.ts'

const COOKIE = 'enrichify_refresh'
const COOKIE_PATH = '/api/v1/auth'

@Controller()
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly tokens: AccessTokens,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Public()
  @Handles(authStatus)
  async status(_input: Input<typeof authStatus>): Promise<{ hasAccount: boolean }> {
    return { hasAccount: await this.auth.hasAccount() }
  }

  @Public()
  @Handles(register)
  async register(
    { body }: Input<typeof register>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Session> {
    return this.#open(response, await this.auth.register(body, request.ip ?? ''))
  }

  @Public()
  @Handles(login)
  async login(
    { body }: Input<typeof login>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Session> {
    return this.#open(response, await this.auth.login(body.email, body.password, request.ip ?? ''))
  }

  @Public()
  @Handles(loginWithLink)
  async link(
    { body }: Input<typeof loginWithLink>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Session> {
    return this.#open(response, await this.auth.loginWithLink(body.token, request.ip ?? ''))
  }

  @Public()
  @Handles(refresh)
  async refresh(
    _input: Input<typeof refresh>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Session> {
    this.#refuseForeignOrigin(request)
    return this.#open(response, await this.auth.refresh(cookieOf(request)))
  }

  @Public()
  @Handles(logout)
  async logout(
    _input: Input<typeof logout>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Empty> {
    this.#refuseForeignOrigin(request)
    const token = /^Bearer (\S+)$/i.exec(request.header('authorization') ?? '')?.[1]
    await this.auth.logout(cookieOf(request), token === undefined ? null : this.tokens.sessionOf(token))
    response.clearCookie(COOKIE, { path: COOKIE_PATH })
    return {}
  }

  @Handles(getMe)
  me(_input: Input<typeof getMe>, @Who() principal: Principal): Promise<Me> {
    return this.auth.me(principal)
  }

  @Handles(setPassword)
  async password(
    { body }: Input<typeof setPassword>,
    @Who() principal: Principal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Session> {
    if (principal.tokenId) throw new Refused('forbidden', 'An API token cannot change a password.', 'forbidden')
    return this.#open(response, await this.auth.setPassword(principal, body))
  }

  #open(response: Response, signedIn: SignedIn): Session {
    response.cookie(COOKIE, signedIn.refreshToken, {
      httpOnly: true,
      sameSite: 'strict',
      secure: this.config.PUBLIC_URL?.startsWith('https:') ?? false,
      path: COOKIE_PATH,
      expires: signedIn.refreshExpiresAt,
    })
    return { ...this.tokens.issue(signedIn), me: signedIn.me }
  }

  /**
   * SameSite keeps other sites from sending the cookie. If a browser says where the request comes from, that is
   * checked as well.
   */
  #refuseForeignOrigin(request: Request): void {
    const origin = request.header('origin')
    if (!origin) return
    // `null` is the origin of a page that hides where it is from.
    const host = URL.canParse(origin) ? new URL(origin).host : null
    const own = this.config.PUBLIC_URL ? new URL(this.config.PUBLIC_URL).host : null
    if (host === null || (host !== request.header('host') && host !== own))
      throw new Refused('foreign_origin', 'This request came from another site.', 'forbidden')
  }
}

function cookieOf(request: Request): string | undefined {
  return (request.cookies as Record<string, string> | undefined)?.[COOKIE]
}
