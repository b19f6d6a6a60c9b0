import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * The row that is being tried and the row that workers died at are two things: a worker that dies while a batch waits
 * for its turn did not die at the row that was tried before.
 */
export class SuspectRows1795320000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table run_batches add column suspect_row_id bigint')
    await runner.query('alter table run_batches rename column trying_deaths to suspect_deaths')
    await runner.query('update run_batches set suspect_row_id = trying_row_id where suspect_deaths > 0')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table run_batches rename column suspect_deaths to trying_deaths')
    await runner.query('alter table run_batches drop column suspect_row_id')
  }
}
