import type { MigrationInterface, QueryRunner } from 'typeorm'

/** How many workers died while the noted row was worked on. One is no proof: that worker had other work. */
export class DeathsOfRows1795309200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table run_batches add column trying_deaths integer not null default 0')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table run_batches drop column trying_deaths')
  }
}
