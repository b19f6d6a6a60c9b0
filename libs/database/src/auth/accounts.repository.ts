import type { Role, TokenScope } from '@enrichify/domain'
import { IsNull, MoreThan } from 'typeorm'
import type { Tx } from '../database.ts'
import {
  ApiTokenEntity,
  InvitationEntity,
  MembershipEntity,
  RefreshTokenEntity,
  UserEntity,
  WorkspaceEntity,
} from './accounts.entities.ts'

export interface MemberRow {
  userId: string
  name: string
  email: string | null
  role: Role
  createdAt: Date
}

/**
 * People, workspaces and their ways to sign in. This is not product data. It is looked up before a workspace is
 * known, so it is outside row-level security.
 */
export class AccountsRepository {
  /** Serialises everything that asks “is this the first account?”, so that two visitors cannot both be the first. */
  async lockFirstAccount(tx: Tx): Promise<boolean> {
    await tx.query('select pg_advisory_xact_lock(719232402)')
    return (await tx.manager.count(UserEntity)) === 0
  }

  hasAccount(tx: Tx): Promise<boolean> {
    return tx.manager.exists(UserEntity)
  }

  async createWorkspace(tx: Tx, name: string): Promise<WorkspaceEntity> {
    return tx.manager.save(tx.manager.create(WorkspaceEntity, { name }))
  }

  async createUser(
    tx: Tx,
    user: { name: string; email: string | null; passwordHash: string | null },
  ): Promise<UserEntity> {
    return tx.manager.save(tx.manager.create(UserEntity, user))
  }

  findUser(tx: Tx, id: string): Promise<UserEntity | null> {
    return tx.manager.findOneBy(UserEntity, { id })
  }

  findUserByEmail(tx: Tx, email: string): Promise<UserEntity | null> {
    return tx.manager.createQueryBuilder(UserEntity, 'u').where('lower(u.email) = lower(:email)', { email }).getOne()
  }

  /** The first account. The local start signs this person in. */
  findFirstUser(tx: Tx): Promise<UserEntity | null> {
    return tx.manager.findOne(UserEntity, { where: {}, order: { createdAt: 'ASC' } })
  }

  async updateUser(
    tx: Tx,
    id: string,
    patch: Partial<Pick<UserEntity, 'name' | 'email' | 'passwordHash'>>,
  ): Promise<void> {
    await tx.manager.update(UserEntity, { id }, patch)
  }

  async addMember(tx: Tx, member: { workspaceId: string; userId: string; role: Role }): Promise<void> {
    await tx.manager.upsert(MembershipEntity, member, ['workspaceId', 'userId'])
  }

  async findMembership(
    tx: Tx,
    userId: string,
    workspaceId?: string,
  ): Promise<{ workspace: WorkspaceEntity; role: Role } | null> {
    const found = await tx.manager.findOne(MembershipEntity, {
      where: { userId, ...(workspaceId ? { workspaceId } : {}) },
      order: { createdAt: 'ASC' },
    })
    const workspace = found && (await tx.manager.findOneBy(WorkspaceEntity, { id: found.workspaceId }))
    return found && workspace ? { workspace, role: found.role } : null
  }

  /** The present role of a member. Null when the session is over, or the person is no member any more. */
  async roleOfSession(
    tx: Pick<Tx, 'prepared'>,
    userId: string,
    workspaceId: string,
    sessionId: string,
  ): Promise<Role | null> {
    const [found] = await tx.prepared<{ role: Role }>(
      `select m.role
       from memberships m
       where m.user_id = $1 and m.workspace_id = $2
         and exists (
           select from refresh_tokens t where t.family_id = $3 and t.user_id = m.user_id and t.revoked_at is null
         )`,
      [userId, workspaceId, sessionId],
    )
    return found?.role ?? null
  }

  /** Ends every session of a person, with its access tokens. */
  async endSessions(tx: Tx, userId: string): Promise<void> {
    await tx.query('update refresh_tokens set revoked_at = now() where user_id = $1 and revoked_at is null', [userId])
  }

  listMembers(tx: Tx, workspaceId: string): Promise<MemberRow[]> {
    return tx.query<MemberRow>(
      `select u.id as "userId", u.name, u.email, m.role, m.created_at as "createdAt"
       from memberships m
       join users u on u.id = m.user_id
       where m.workspace_id = $1
       order by m.created_at`,
      [workspaceId],
    )
  }

  /** Locks the workspace’s managers, so that two of them cannot remove each other at once and leave none. */
  async countManagers(tx: Tx, workspaceId: string): Promise<number> {
    return (
      await tx.query(`select user_id from memberships where workspace_id = $1 and role = 'manager' for update`, [
        workspaceId,
      ])
    ).length
  }

  async setRole(tx: Tx, workspaceId: string, userId: string, role: Role): Promise<boolean> {
    return ((await tx.manager.update(MembershipEntity, { workspaceId, userId }, { role })).affected ?? 0) > 0
  }

  async removeMember(tx: Tx, workspaceId: string, userId: string): Promise<boolean> {
    return ((await tx.manager.delete(MembershipEntity, { workspaceId, userId })).affected ?? 0) > 0
  }

  listInvitations(tx: Tx, workspaceId: string): Promise<InvitationEntity[]> {
    return tx.manager.find(InvitationEntity, {
      where: { workspaceId, closedAt: IsNull(), expiresAt: MoreThan(new Date()) },
      order: { createdAt: 'DESC' },
    })
  }

  async createInvitation(
    tx: Tx,
    invitation: Omit<InvitationEntity, 'id' | 'createdAt' | 'closedAt'>,
  ): Promise<InvitationEntity> {
    return tx.manager.save(tx.manager.create(InvitationEntity, { ...invitation, closedAt: null }))
  }

  /**
   * Takes an open invitation by its token and closes it. Null when there is none. It is one statement, so an
   * invitation cannot be used twice.
   */
  async acceptInvitation(
    tx: Tx,
    tokenHash: string,
  ): Promise<{ workspace_id: string; role: Role; email: string | null } | null> {
    const [found] = await tx.query<{ workspace_id: string; role: Role; email: string | null }>(
      `update invitations
       set closed_at = now()
       where token_hash = $1 and closed_at is null and expires_at > now()
       returning workspace_id, role, email`,
      [tokenHash],
    )
    return found ?? null
  }

  async revokeInvitation(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
    return (
      ((await tx.manager.update(InvitationEntity, { workspaceId, id, closedAt: IsNull() }, { closedAt: new Date() }))
        .affected ?? 0) > 0
    )
  }

  async saveRefreshToken(
    tx: Tx,
    token: { userId: string; workspaceId: string; familyId: string; tokenHash: string; expiresAt: Date },
  ): Promise<void> {
    await tx.manager.insert(RefreshTokenEntity, token)
  }

  /** Locked, so that twenty parallel refreshes of one token see each other. */
  findRefreshToken(tx: Tx, tokenHash: string): Promise<RefreshTokenEntity | null> {
    return tx.manager.findOne(RefreshTokenEntity, { where: { tokenHash }, lock: { mode: 'pessimistic_write' } })
  }

  async markRefreshTokenUsed(tx: Tx, id: string): Promise<void> {
    await tx.manager.update(RefreshTokenEntity, { id }, { usedAt: new Date() })
  }

  async revokeFamily(tx: Tx, familyId: string): Promise<void> {
    await tx.query('update refresh_tokens set revoked_at = now() where family_id = $1 and revoked_at is null', [
      familyId,
    ])
  }

  async createLoginLink(tx: Tx, link: { tokenHash: string; userId: string; expiresAt: Date }): Promise<void> {
    await tx.query('insert into login_links (token_hash, user_id, expires_at) values ($1, $2, $3)', [
      link.tokenHash,
      link.userId,
      link.expiresAt,
    ])
  }

  async useLoginLink(tx: Tx, tokenHash: string): Promise<string | null> {
    const [found] = await tx.query<{ user_id: string }>(
      `update login_links
       set used_at = now()
       where token_hash = $1 and used_at is null and expires_at > now()
       returning user_id`,
      [tokenHash],
    )
    return found?.user_id ?? null
  }

  listTokens(tx: Tx, workspaceId: string, userId: string): Promise<ApiTokenEntity[]> {
    return tx.manager.find(ApiTokenEntity, {
      where: { workspaceId, userId, revokedAt: IsNull() },
      order: { createdAt: 'DESC' },
    })
  }

  async createToken(
    tx: Tx,
    token: {
      workspaceId: string
      userId: string
      name: string
      prefix: string
      tokenHash: string
      scopes: TokenScope[]
      expiresAt: Date | null
    },
  ): Promise<ApiTokenEntity> {
    return tx.manager.save(tx.manager.create(ApiTokenEntity, { ...token, lastUsedAt: null, revokedAt: null }))
  }

  async revokeTokens(tx: Tx, userId: string): Promise<void> {
    await tx.query('update api_tokens set revoked_at = now() where user_id = $1 and revoked_at is null', [userId])
  }

  async revokeToken(tx: Tx, workspaceId: string, userId: string, id: string): Promise<boolean> {
    return (
      ((
        await tx.manager.update(
          ApiTokenEntity,
          { workspaceId, userId, id, revokedAt: IsNull() },
          { revokedAt: new Date() },
        )
      ).affected ?? 0) > 0
    )
  }

  /**
   * The live token with its owner’s present role. The time of use is updated once a minute, so that not every request
   * writes.
   */
  async useToken(
    tx: Tx,
    tokenHash: string,
  ): Promise<{ id: string; workspace_id: string; user_id: string; scopes: TokenScope[]; role: Role } | null> {
    const [found] = await tx.query<{
      id: string
      workspace_id: string
      user_id: string
      scopes: TokenScope[]
      role: Role
      stale: boolean
    }>(
      `select t.id, t.workspace_id, t.user_id, t.scopes, m.role,
         coalesce(t.last_used_at < now() - interval '1 minute', true) as stale
       from api_tokens t join memberships m on m.workspace_id = t.workspace_id and m.user_id = t.user_id
       where t.token_hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())`,
      [tokenHash],
    )
    if (found?.stale) await tx.query('update api_tokens set last_used_at = now() where id = $1', [found.id])
    return found ?? null
  }

  async listWorkspaceIds(tx: Tx): Promise<string[]> {
    return (await tx.query<{ id: string }>('select id from workspaces')).map((found) => found.id)
  }
}
