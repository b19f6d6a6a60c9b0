import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm'

@Entity('archives')
export class ArchiveEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' }) workspaceId!: string
  @PrimaryColumn('uuid') id!: string
  @Column('uuid', { name: 'webset_id' }) websetId!: string
  @Column('text') name!: string
  @Column('text', { name: 'storage_key' }) storageKey!: string
  @Column('text', { default: 'indexing' }) state!: 'indexing' | 'ready' | 'failed'
  @Column('integer', { default: 0 }) pages!: number
  @Column('bigint') bytes!: number
  @Column('text', { nullable: true }) message!: string | null
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date
}
