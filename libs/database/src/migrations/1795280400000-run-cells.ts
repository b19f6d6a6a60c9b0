import type { MigrationInterface, QueryRunner } from 'typeorm'

/** A run over empty cells asks fewer than its rows have in its columns. */
export class RunCells1795280400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table runs add column cells integer not null default 0')
    await runner.query('update runs set cells = rows * cardinality(column_ids)')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table runs drop column cells')
  }
}
