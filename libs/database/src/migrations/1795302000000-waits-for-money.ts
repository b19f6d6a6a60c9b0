import type { MigrationInterface, QueryRunner } from 'typeorm'

/** A run that waits for money which other calls have reserved says so, and until when at the latest. */
export class WaitsForMoney1795302000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table runs add column money_until timestamptz')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table runs drop column money_until')
  }
}
