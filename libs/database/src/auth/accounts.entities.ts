import type { Role, TokenScope } from '@enrichify/domain'
import { Column, CreateDateColumn, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm'

@Entity('users')
export class UserEntity {
  @PrimaryGeneratedColumn('uuid') id!: string
  @Column('text') name!: string
  @Column('text', { nullable: true }) email!: string | null
  @Column('text', { name: 'password_hash', nullable: true }) passwordHash!: string | null
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date
}

@Entity('workspaces')
export class WorkspaceEntity {
  @PrimaryGeneratedColumn('uuid') id!: string
  @Column('text') name!: string
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date
}

@Entity('memberships')
export class MembershipEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' }) workspaceId!: string
  @PrimaryColumn('uuid', { name: 'user_id' }) userId!: string
  @Column('text') role!: Role
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date
}

@Entity('invitations')
export class InvitationEntity {
  @PrimaryGeneratedColumn('uuid') id!: string
  @Column('uuid', { name: 'workspace_id' }) workspaceId!: string
  @Column('text', { nullable: true }) email!: string | null
  @Column('text') role!: Role
  @Column('text', { name: 'token_hash' }) tokenHash!: string
  @Column('uuid', { name: 'created_by' }) createdBy!: string
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date
  @Column('timestamptz', { name: 'closed_at', nullable: true }) closedAt!: Date | null
}

@Entity('refresh_tokens')
export class RefreshTokenEntity {
  @PrimaryGeneratedColumn('uuid') id!: string
  @Column('uuid', { name: 'user_id' }) userId!: string
  @Column('uuid', { name: 'workspace_id' }) workspaceId!: string
  @Column('uuid', { name: 'family_id' }) familyId!: string
  @Column('text', { name: 'token_hash' }) tokenHash!: string
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date
  @Column('timestamptz', { name: 'used_at', nullable: true }) usedAt!: Date | null
  @Column('timestamptz', { name: 'revoked_at', nullable: true }) revokedAt!: Date | null
}

@Entity('api_tokens')
export class ApiTokenEntity {
  @PrimaryGeneratedColumn('uuid') id!: string
  @Column('uuid', { name: 'workspace_id' }) workspaceId!: string
  @Column('uuid', { name: 'user_id' }) userId!: string
  @Column('text') name!: string
  @Column('text') prefix!: string
  @Column('text', { name: 'token_hash' }) tokenHash!: string
  @Column('text', { array: true }) scopes!: TokenScope[]
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date
  @Column('timestamptz', { name: 'last_used_at', nullable: true }) lastUsedAt!: Date | null
  @Column('timestamptz', { name: 'expires_at', nullable: true }) expiresAt!: Date | null
  @Column('timestamptz', { name: 'revoked_at', nullable: true }) revokedAt!: Date | null
}
