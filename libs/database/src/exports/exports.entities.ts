import type { ExportFormat, ExportJob } from '@enrichify/contracts'
import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm'

export interface ExportOptions {
  columnIds: string[] | null
  filter: { column: string; op: string; value?: string | undefined }[]
  search: string | null
  evidence: boolean
}

@Entity('exports')
export class ExportEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' }) workspaceId!: string
  @PrimaryColumn('uuid') id!: string
  @Column('uuid', { name: 'webset_id' }) websetId!: string
  /** Of the moment of the request. Null: made before it was noted. */
  @Column('bigint', { name: 'webset_version', nullable: true }) websetVersion!: number | null
  @Column('text') format!: ExportFormat
  @Column('jsonb') options!: ExportOptions
  @Column('text', { default: 'PENDING' }) state!: ExportJob['state']
  @Column('text', { name: 'file_name' }) fileName!: string
  @Column('text', { name: 'storage_key' }) storageKey!: string
  @Column('integer', { default: 0 }) rows!: number
  @Column('integer', { name: 'rows_done', default: 0 }) rowsDone!: number
  @Column('bigint', { nullable: true }) bytes!: number | null
  @Column('text', { nullable: true }) message!: string | null
  @Column('uuid', { name: 'created_by' }) createdBy!: string
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date
  @Column('timestamptz', { name: 'expires_at', nullable: true }) expiresAt!: Date | null
}
