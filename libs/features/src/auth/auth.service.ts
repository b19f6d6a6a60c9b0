import { randomUUID } from 'node:crypto'
import type { Me } from '@enrichify/contracts'
import { AccountsRepository, Database, isDuplicate, type Tx, type UserEntity } from '@enrichify/database'
import { Refused, type Principal, type Role } from '@enrichify/domain'
import { LiveEmitter, type Config, type RateLimits } from '@enrichify/platform'
import { Inject, Injectable } from '@nestjs/common'
import bcrypt from 'bcrypt'
import { AUTH_SECRET, CONFIG, RATE_LIMITS } from '../core/tokens.ts'
import { presentMe } from './present-me.ts'
import { hashToken, newToken, successorOf } from './secrets.ts'

const ROUNDS = 12
const SPENT_LINK =
  'This link was used before or has expired. Sign in with your password, or start Enrichify again for a new link.'
/**
 * Two tabs may send the same refresh token, and so does a page that got no answer because the server went away and came
 * back. Within this time it does not count as stolen.
 */
const GRACE_MS = 60_000
/** Compared against when there is no such account, so that both answers take the same time. A hash of an empty text. */
const NO_ACCOUNT = `$2b$${ROUNDS}$${'.'.repeat(53)}`

export interface SignedIn {
  userId: string
  workspaceId: string
  /** Access tokens name it, and end with it. */
  sessionId: string
  me: Me
  /** For the HTTP-only cookie; never in a body. */
  refreshToken: string
  refreshExpiresAt: Date
}

@Injectable()
export class AuthService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsRepository,
    private readonly live: LiveEmitter,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(AUTH_SECRET) private readonly secret: string,
    @Inject(RATE_LIMITS) private readonly limits: RateLimits,
  ) {}

  hasAccount(): Promise<boolean> {
    return this.database.inSystem((tx) => this.accounts.hasAccount(tx))
  }

  async register(
    input: { email: string; password: string; name: string; invitation?: string | undefined },
    address: string,
  ): Promise<SignedIn> {
    await this.#limit(`register:${address}`, 20)
    const passwordHash = await bcrypt.hash(input.password, ROUNDS)
    try {
      return await this.database.inSystem(async (tx) => {
        const isFirst = await this.accounts.lockFirstAccount(tx)
        const place = isFirst
          ? { workspaceId: (await this.accounts.createWorkspace(tx, 'My workspace')).id, role: 'manager' as Role }
          : await this.#acceptInvitation(tx, input)
        const user = await this.accounts.createUser(tx, { name: input.name, email: input.email, passwordHash })
        await this.accounts.addMember(tx, { ...place, userId: user.id })
        return this.#signIn(tx, user, randomUUID())
      })
    } catch (error) {
      if (isDuplicate(error, 'users_email'))
        throw new Refused('email_taken', 'There is an account with this e-mail address. Sign in instead.', 'conflict')
      throw error
    }
  }

  async #acceptInvitation(
    tx: Tx,
    input: { email: string; invitation?: string | undefined },
  ): Promise<{ workspaceId: string; role: Role }> {
    if (!input.invitation)
      throw new Refused(
        'invitation_needed',
        'Registration is by invitation only. Ask a manager of the workspace for a link.',
        'forbidden',
      )
    const found = await this.accounts.acceptInvitation(tx, hashToken(input.invitation))
    if (!found)
      throw new Refused(
        'invitation_invalid',
        'This invitation was used, withdrawn or has expired. Ask for a new one.',
        'gone',
      )
    if (found.email && found.email.toLowerCase() !== input.email)
      throw new Refused('invitation_email', 'This invitation is for another e-mail address.', 'forbidden')
    return { workspaceId: found.workspace_id, role: found.role }
  }

  async login(email: string, password: string, address: string): Promise<SignedIn> {
    await this.#limit(`login:${address}`, 30)
    // Per address and e-mail, so that a stranger's guesses do not lock the owner out. The wide limit stops one person
    // who guesses from many addresses.
    await this.#limit(`login:${email}:${address}`, 10)
    await this.#limit(`login:${email}`, 200)
    const user = await this.database.inSystem((tx) => this.accounts.findUserByEmail(tx, email))
    const right = await bcrypt.compare(password, user?.passwordHash ?? NO_ACCOUNT)
    if (!user || !right)
      throw new Refused('wrong_credentials', 'The e-mail address or the password is wrong.', 'unauthenticated')
    return this.database.inSystem((tx) => this.#signIn(tx, user, randomUUID()))
  }

  async loginWithLink(token: string, address: string): Promise<SignedIn> {
    await this.#limit(`link:${address}`, 30)
    return this.database.inSystem(async (tx) => {
      const userId = await this.accounts.useLoginLink(tx, hashToken(token))
      const user = userId && (await this.accounts.findUser(tx, userId))
      if (!user) throw new Refused('link_invalid', SPENT_LINK, 'gone')
      return this.#signIn(tx, user, randomUUID())
    })
  }

  /**
   * A new pair for a refresh token. A token that comes back after its grace period was stolen from one of its two
   * users, so its family ends.
   */
  async refresh(token: string | undefined): Promise<SignedIn> {
    const refused = new Refused('session_over', 'You are signed out. Sign in again.', 'unauthenticated')
    if (!token) throw refused
    const outcome = await this.database.inSystem(async (tx) => {
      const found = await this.accounts.findRefreshToken(tx, hashToken(token))
      if (!found || found.revokedAt || found.expiresAt.getTime() <= Date.now()) return null
      const successor = successorOf(token, this.secret)
      if (found.usedAt) {
        const next = await this.accounts.findRefreshToken(tx, hashToken(successor))
        const inGrace = Date.now() - found.usedAt.getTime() <= GRACE_MS
        if (!inGrace || !next || next.usedAt || next.revokedAt) {
          await this.#endSession(tx, found.familyId)
          return null
        }
      }
      const user = await this.accounts.findUser(tx, found.userId)
      if (!user) return null
      if (!found.usedAt) await this.accounts.markRefreshTokenUsed(tx, found.id)
      return this.#signIn(
        tx,
        user,
        found.familyId,
        found.usedAt ? { keep: successor } : { token: successor },
        found.workspaceId,
      )
    })
    if (!outcome) throw refused
    return outcome
  }

  /** Ends the session of a refresh token, and the one that an access token names: a program has only that. */
  async logout(token: string | undefined, sessionId: string | null): Promise<void> {
    await this.database.inSystem(async (tx) => {
      const found = token === undefined ? null : await this.accounts.findRefreshToken(tx, hashToken(token))
      for (const session of new Set([found?.familyId, sessionId])) if (session) await this.#endSession(tx, session)
    })
  }

  /**
   * Sets the person's own password (and e-mail). Every session of this person ends, open sockets included, and a new
   * one begins. API tokens end when that is asked for.
   */
  async setPassword(
    principal: Principal,
    input: {
      email?: string | undefined
      current?: string | undefined
      password: string
      endTokens?: boolean | undefined
    },
  ): Promise<SignedIn> {
    const user = await this.database.inSystem((tx) => this.accounts.findUser(tx, principal.userId))
    if (!user) throw new Refused('session_over', 'You are signed out. Sign in again.', 'unauthenticated')
    await this.#limit(`password:${user.id}`, 10)
    if (user.passwordHash && !(await bcrypt.compare(input.current ?? '', user.passwordHash)))
      throw new Refused('wrong_password', 'The current password is wrong.', 'forbidden')
    if (!user.email && !input.email)
      throw new Refused('email_needed', 'Give an e-mail address to sign in with.', 'invalid')
    const passwordHash = await bcrypt.hash(input.password, ROUNDS)
    try {
      return await this.database.inSystem(async (tx) => {
        await this.accounts.updateUser(tx, user.id, { passwordHash, ...(input.email ? { email: input.email } : {}) })
        await this.accounts.endSessions(tx, user.id)
        if (input.endTokens) await this.accounts.revokeTokens(tx, user.id)
        tx.afterCommit(() => this.live.disconnectUser(user.id))
        return this.#signIn(tx, (await this.accounts.findUser(tx, user.id))!, randomUUID(), {}, principal.workspaceId)
      })
    } catch (error) {
      if (isDuplicate(error, 'users_email'))
        throw new Refused('email_taken', 'Another account has this e-mail address.', 'conflict')
      throw error
    }
  }

  /** For the operator at the command line: sets a new password and ends all sessions. */
  async resetPassword(email: string, password: string): Promise<void> {
    await this.database.inSystem(async (tx) => {
      const user = await this.accounts.findUserByEmail(tx, email)
      if (!user) throw new Refused('user_not_found', 'There is no account with this e-mail address.', 'not_found')
      await this.accounts.updateUser(tx, user.id, { passwordHash: await bcrypt.hash(password, ROUNDS) })
      await this.accounts.endSessions(tx, user.id)
      tx.afterCommit(() => this.live.disconnectUser(user.id))
    })
  }

  /**
   * For a local start: makes the first account if there is none, and a link that signs its owner in once within the
   * hour.
   */
  async createLocalLink(): Promise<{ token: string; created: boolean; workspaceId: string; userId: string }> {
    return this.database.inSystem(async (tx) => {
      const isFirst = await this.accounts.lockFirstAccount(tx)
      if (isFirst) {
        const workspace = await this.accounts.createWorkspace(tx, 'My workspace')
        const made = await this.accounts.createUser(tx, { name: 'Owner', email: null, passwordHash: null })
        await this.accounts.addMember(tx, { workspaceId: workspace.id, userId: made.id, role: 'manager' })
      }
      const user = (await this.accounts.findFirstUser(tx))!
      const membership = await this.accounts.findMembership(tx, user.id)
      const token = newToken()
      await this.accounts.createLoginLink(tx, {
        tokenHash: hashToken(token),
        userId: user.id,
        expiresAt: new Date(Date.now() + 3_600_000),
      })
      return { token, created: isFirst, workspaceId: membership?.workspace.id ?? '', userId: user.id }
    })
  }

  /**
   * The person behind a verified access token, with their current role. A member who was removed loses access at once.
   */
  async principalOf(userId: string, workspaceId: string, sessionId: string): Promise<Principal | null> {
    const role = await this.database.readSystem((tx) => this.accounts.roleOfSession(tx, userId, workspaceId, sessionId))
    return role ? { workspaceId, userId, role, scopes: null, tokenId: null } : null
  }

  async principalOfToken(token: string): Promise<Principal | null> {
    const found = await this.database.inSystem((tx) => this.accounts.useToken(tx, hashToken(token)))
    return found
      ? {
          workspaceId: found.workspace_id,
          userId: found.user_id,
          role: found.role,
          scopes: found.scopes,
          tokenId: found.id,
        }
      : null
  }

  async me(principal: Principal): Promise<Me> {
    return this.database.inSystem(async (tx) => {
      const user = await this.accounts.findUser(tx, principal.userId)
      const membership = await this.accounts.findMembership(tx, principal.userId, principal.workspaceId)
      if (!user || !membership)
        throw new Refused('session_over', 'You are signed out. Sign in again.', 'unauthenticated')
      return presentMe(user, membership, principal.scopes)
    })
  }

  async #signIn(
    tx: Tx,
    user: UserEntity,
    familyId: string,
    token: { token?: string; keep?: string } = {},
    workspaceId?: string,
  ): Promise<SignedIn> {
    const membership = await this.accounts.findMembership(tx, user.id, workspaceId)
    if (!membership)
      throw new Refused('no_workspace', 'This account is no longer a member of a workspace.', 'forbidden')
    const refreshToken = token.keep ?? token.token ?? newToken()
    const refreshExpiresAt = new Date(Date.now() + this.config.REFRESH_TOKEN_DAYS * 86_400_000)
    if (!token.keep)
      await this.accounts.saveRefreshToken(tx, {
        userId: user.id,
        workspaceId: membership.workspace.id,
        familyId,
        tokenHash: hashToken(refreshToken),
        expiresAt: refreshExpiresAt,
      })
    return {
      userId: user.id,
      workspaceId: membership.workspace.id,
      sessionId: familyId,
      me: presentMe(user, membership, null),
      refreshToken,
      refreshExpiresAt,
    }
  }

  async #endSession(tx: Tx, sessionId: string): Promise<void> {
    await this.accounts.revokeFamily(tx, sessionId)
    tx.afterCommit(() => this.live.disconnectAccess(sessionId))
  }

  async #limit(key: string, perMinute: number): Promise<void> {
    if (!(await this.limits.hit(key, perMinute, 60_000)))
      throw new Refused('too_many_tries', 'Too many tries. Wait a minute and try again.', 'too_many')
  }
}
