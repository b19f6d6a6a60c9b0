import type { RunMode, RunPriority, RunScope, RunState } from '@enrichify/domain'
import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm'

@Entity('runs')
export class RunEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' }) workspaceId!: string
  @PrimaryColumn('uuid') id!: string
  @Column('uuid', { name: 'webset_id' }) websetId!: string
  @Column('text') name!: string
  @Column('text') state!: RunState
  @Column('jsonb') scope!: RunScope
  @Column('text', { name: 'column_ids', array: true }) columnIds!: string[]
  @Column('integer', { name: 'max_pages' }) maxPages!: number
  @Column('integer') rows!: number
  /** How many cells it asks. */
  @Column('integer') cells!: number
  @Column('text', { default: 'normal' }) priority!: RunPriority
  @Column('bigint', { name: 'budget_micros', nullable: true }) budgetMicros!: number | null
  @Column('text', { default: 'fill' }) mode!: RunMode
  /** Also cells whose inputs have not changed since they were answered. */
  @Column('boolean', { default: false }) again!: boolean
  /** Also cells that a person emptied. */
  @Column('boolean', { name: 'fill_emptied', default: false }) fillEmptied!: boolean
  @Column('boolean', { default: false }) practice!: boolean
  @Column('text', { nullable: true }) message!: string | null
  /** It waits for money that other calls have reserved, until then at the latest. */
  @Column('timestamptz', { name: 'money_until', nullable: true }) moneyUntil!: Date | null
  @Column('uuid', { name: 'created_by' }) createdBy!: string
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date
  @Column('timestamptz', { name: 'started_at', nullable: true }) startedAt!: Date | null
  @Column('timestamptz', { name: 'finished_at', nullable: true }) finishedAt!: Date | null
}
