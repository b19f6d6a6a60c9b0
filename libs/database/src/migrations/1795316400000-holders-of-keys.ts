import type { MigrationInterface, QueryRunner } from 'typeorm'

/** A key that a dead process reserved is free again when the process is known to be gone. */
export class HoldersOfKeys1795316400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table idempotency_keys add column holder uuid')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table idempotency_keys drop column holder')
  }
}
