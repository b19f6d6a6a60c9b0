import type { ApiToken, Invitation, Member } from '@enrichify/contracts'
import {
  AccountsRepository,
  Database,
  type ApiTokenEntity,
  type InvitationEntity,
  type MemberRow,
  type Tx,
} from '@enrichify/database'
import { notFound, Refused, type Principal, type Role, type TokenScope } from '@enrichify/domain'
import { LiveEmitter } from '@enrichify/platform'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { hashToken, newToken } from './secrets.ts'

const INVITATION_DAYS = 14

/** Who is in a workspace, who is invited, and which API tokens act for which member. */
@Injectable()
export class WorkspaceService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsRepository,
    private readonly live: LiveEmitter,
  ) {}

  async list(principal: Principal): Promise<{ members: Member[]; invitations: Invitation[] }> {
    requirePermission(principal, 'websets.read')
    return this.database.inSystem(async (tx) => ({
      members: (await this.accounts.listMembers(tx, principal.workspaceId)).map(presentMember),
      invitations:
        principal.role === 'manager'
          ? (await this.accounts.listInvitations(tx, principal.workspaceId)).map(presentInvitation)
          : [],
    }))
  }

  async setRole(principal: Principal, userId: string, role: Role): Promise<Member> {
    requirePermission(principal, 'members.manage')
    return this.database.inSystem(async (tx) => {
      const managers = await this.accounts.countManagers(tx, principal.workspaceId)
      const before = (await this.accounts.listMembers(tx, principal.workspaceId)).find(
        (member) => member.userId === userId,
      )
      if (!before) throw notFound('member')
      if (before.role === 'manager' && role !== 'manager' && managers === 1) throw lastManager()
      await this.accounts.setRole(tx, principal.workspaceId, userId, role)
      // Open sockets were accepted under the old role.
      tx.afterCommit(() => this.live.disconnectUser(userId))
      return presentMember({ ...before, role })
    })
  }

  async remove(principal: Principal, userId: string): Promise<void> {
    requirePermission(principal, 'members.manage')
    await this.database.inSystem(async (tx) => {
      const managers = await this.accounts.countManagers(tx, principal.workspaceId)
      const found = (await this.accounts.listMembers(tx, principal.workspaceId)).find(
        (member) => member.userId === userId,
      )
      if (!found) throw notFound('member')
      if (found.role === 'manager' && managers === 1) throw lastManager()
      await this.accounts.removeMember(tx, principal.workspaceId, userId)
      tx.afterCommit(() => this.live.disconnectUser(userId))
    })
  }

  async invite(
    principal: Principal,
    input: { email?: string | undefined; role: Role },
  ): Promise<{ invitation: Invitation; token: string }> {
    requirePermission(principal, 'members.manage')
    const token = newToken()
    const made = await this.#once(principal, (tx) =>
      this.accounts.createInvitation(tx, {
        workspaceId: principal.workspaceId,
        email: input.email ?? null,
        role: input.role,
        tokenHash: hashToken(token),
        createdBy: principal.userId,
        expiresAt: new Date(Date.now() + INVITATION_DAYS * 86_400_000),
      }),
    )
    return { invitation: presentInvitation(made), token }
  }

  async revokeInvitation(principal: Principal, id: string): Promise<void> {
    requirePermission(principal, 'members.manage')
    if (!(await this.database.inSystem((tx) => this.accounts.revokeInvitation(tx, principal.workspaceId, id))))
      throw notFound('invitation')
  }

  async listTokens(principal: Principal): Promise<ApiToken[]> {
    requirePermission(principal, 'tokens.manage')
    return (
      await this.database.inSystem((tx) => this.accounts.listTokens(tx, principal.workspaceId, principal.userId))
    ).map(presentToken)
  }

  async createToken(
    principal: Principal,
    input: { name: string; scopes: TokenScope[]; expiresInDays?: number | undefined },
  ): Promise<{ apiToken: ApiToken; token: string }> {
    requirePermission(principal, 'tokens.manage')
    const token = newToken('enr_')
    const made = await this.#once(principal, (tx) =>
      this.accounts.createToken(tx, {
        workspaceId: principal.workspaceId,
        userId: principal.userId,
        name: input.name,
        prefix: token.slice(0, 8),
        tokenHash: hashToken(token),
        scopes: [...new Set(input.scopes)],
        expiresAt: input.expiresInDays ? new Date(Date.now() + input.expiresInDays * 86_400_000) : null,
      }),
    )
    return { apiToken: presentToken(made), token }
  }

  async revokeToken(principal: Principal, id: string): Promise<void> {
    requirePermission(principal, 'tokens.manage')
    await this.database.inSystem(async (tx) => {
      if (!(await this.accounts.revokeToken(tx, principal.workspaceId, principal.userId, id))) throw notFound('token')
      tx.afterCommit(() => this.live.disconnectAccess(id))
    })
  }

  /** Something with a secret. That it was made is stored with it; the answer is not. */
  #once<T>(principal: Principal, make: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.inScope(principal, async (tx) => {
      const made = await make(tx)
      tx.reply({})
      return made
    })
  }
}

const lastManager = () =>
  new Refused('last_manager', 'A workspace needs a manager. Make someone else one first.', 'conflict')

const presentMember = (member: MemberRow): Member => ({
  userId: member.userId,
  name: member.name,
  email: member.email,
  role: member.role,
  joinedAt: member.createdAt.toISOString(),
})

const presentInvitation = (item: InvitationEntity): Invitation => ({
  id: item.id,
  email: item.email,
  role: item.role,
  expiresAt: item.expiresAt.toISOString(),
  createdAt: item.createdAt.toISOString(),
})

const presentToken = (item: ApiTokenEntity): ApiToken => ({
  id: item.id,
  name: item.name,
  prefix: item.prefix,
  scopes: item.scopes,
  createdAt: item.createdAt.toISOString(),
  lastUsedAt: item.lastUsedAt?.toISOString() ?? null,
  expiresAt: item.expiresAt?.toISOString() ?? null,
})
