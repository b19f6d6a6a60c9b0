import type { MigrationInterface, QueryRunner } from 'typeorm'

/** An import can update rows by a key, and leaves out records whose key several rows have. */
const UP = `
alter table imports
  add column updated integer not null default 0,
  add column left_out integer not null default 0;`

const DOWN = `
alter table imports
  drop column left_out,
  drop column updated;`

export class ImportUpdates1795277700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN)
  }
}
