import type { ImportError, ImportOptions } from '@enrichify/contracts'
import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm'

@Entity('uploads')
export class UploadEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' }) workspaceId!: string
  @PrimaryColumn('uuid') id!: string
  @Column('text', { name: 'file_name' }) fileName!: string
  @Column('text', { name: 'storage_key' }) storageKey!: string
  @Column('bigint') bytes!: number
  @Column('uuid', { name: 'created_by' }) createdBy!: string
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date
}

@Entity('imports')
export class ImportEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' }) workspaceId!: string
  @PrimaryColumn('uuid') id!: string
  @Column('uuid', { name: 'webset_id' }) websetId!: string
  @Column('text', { name: 'file_name' }) fileName!: string
  @Column('text', { name: 'storage_key' }) storageKey!: string
  @Column('jsonb') options!: ImportOptions
  @Column('text', { default: 'queued' }) state!: 'queued' | 'running' | 'finished' | 'failed' | 'cancelled'
  @Column('bigint') bytes!: number
  @Column('bigint', { name: 'bytes_read', default: 0 }) bytesRead!: number
  @Column('integer', { default: 0 }) rows!: number
  @Column('integer', { default: 0 }) updated!: number
  @Column('integer', { name: 'not_updated', default: 0 }) notUpdated!: number
  @Column('integer', { default: 0 }) folded!: number
  @Column('integer', { name: 'left_out', default: 0 }) leftOut!: number
  @Column('integer', { name: 'empty_lines', default: 0 }) emptyLines!: number
  @Column('integer', { name: 'error_count', default: 0 }) errorCount!: number
  @Column('jsonb', { default: [] }) errors!: ImportError[]
  @Column('text', { nullable: true }) message!: string | null
  /** The import made its webset. */
  @Column('boolean', { name: 'own_webset', default: false }) ownWebset!: boolean
  @Column('uuid', { name: 'created_by' }) createdBy!: string
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date
  @Column('timestamptz', { name: 'finished_at', nullable: true }) finishedAt!: Date | null
}
