import type { ColumnKind, ColumnSettings, Enrichment } from '@enrichify/domain'
import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm'

@Entity('websets')
export class WebsetEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' }) workspaceId!: string
  @PrimaryColumn('uuid') id!: string
  @Column('text') name!: string
  @Column('boolean', { name: 'is_sample', default: false }) isSample!: boolean
  /** Recorded answers at simulated prices. */
  @Column('boolean', { default: false }) practice!: boolean
  @Column('bigint', { name: 'row_count', default: 0 }) rowCount!: number
  @Column('bigint', { name: 'deleted_rows', default: 0 }) deletedRows!: number
  /** Rises by one with each transaction that changes the sheet. */
  @Column('bigint', { default: 0 }) version!: number
  @Column('uuid', { name: 'archive_id', nullable: true }) archiveId!: string | null
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date
  @Column('timestamptz', { name: 'updated_at' }) updatedAt!: Date
  @Column('timestamptz', { name: 'deleted_at', nullable: true }) deletedAt!: Date | null
}

@Entity('columns')
export class ColumnEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' }) workspaceId!: string
  @PrimaryColumn('uuid', { name: 'webset_id' }) websetId!: string
  @PrimaryColumn('text') id!: string
  @Column('text') name!: string
  @Column('text') kind!: ColumnKind
  @Column('integer') position!: number
  @Column('integer', { default: 180 }) width!: number
  @Column('jsonb', { default: {} }) settings!: ColumnSettings
  @Column('jsonb', { nullable: true }) enrichment!: Enrichment | null
  @Column('timestamptz', { name: 'deleted_at', nullable: true }) deletedAt!: Date | null
}
