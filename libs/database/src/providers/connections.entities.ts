import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm'

export type StoredPrice =
  | {
      model: string
      inputMicrosPerMillion: number
      cachedInputMicrosPerMillion: number
      outputMicrosPerMillion: number
    }
  | { model: null; microsPerCall: number }

@Entity('connections')
export class ConnectionEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' }) workspaceId!: string
  @PrimaryColumn('uuid') id!: string
  @Column('text', { name: 'provider_id' }) providerId!: string
  @Column('text') kind!: 'llm' | 'search' | 'reader' | 'data'
  @Column('text') label!: string
  @Column('uuid', { name: 'user_id', nullable: true }) userId!: string | null
  @Column('jsonb') settings!: Record<string, string | number | boolean>
  @Column('bytea', { nullable: true }) secret!: Buffer | null
  @Column('bytea', { name: 'wrapped_key', nullable: true }) wrappedKey!: Buffer | null
  @Column('text', { name: 'master_key_id', nullable: true }) masterKeyId!: string | null
  @Column('text', { name: 'last_four', nullable: true }) lastFour!: string | null
  @Column('boolean') enabled!: boolean
  @Column('integer') place!: number
  @Column('text', { name: 'default_model', nullable: true }) defaultModel!: string | null
  @Column('jsonb') limits!: {
    requestsPerMinute?: number | undefined
    tokensPerMinute?: number | null | undefined
    concurrency?: number | undefined
  }
  @Column('jsonb') prices!: StoredPrice[]
  @Column('text') resend!: 'never' | 'again'
  @Column('integer') failures!: number
  @Column('text', { nullable: true }) failure!: string | null
  @Column('timestamptz', { name: 'open_until', nullable: true }) openUntil!: Date | null
  @Column('boolean') blocked!: boolean
  @Column('timestamptz', { name: 'paused_until', nullable: true }) pausedUntil!: Date | null
  @Column('timestamptz', { name: 'tested_at', nullable: true }) testedAt!: Date | null
  @Column('boolean', { name: 'test_ok', nullable: true }) testOk!: boolean | null
  @Column('text', { name: 'test_message', nullable: true }) testMessage!: string | null
  @Column('uuid', { name: 'created_by' }) createdBy!: string
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date
  @Column('timestamptz', { name: 'deleted_at', nullable: true }) deletedAt!: Date | null
}
