import type { MigrationInterface, QueryRunner } from 'typeorm'

/** A request of a column is a call without a connection. */
export class RequestsInTheLedger1795291200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table calls alter column connection_id drop not null')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('delete from calls where connection_id is null')
    await runner.query('alter table calls alter column connection_id set not null')
  }
}
