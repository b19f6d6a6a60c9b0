import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What an import leaves out or puts together is counted, so that it can be said. */
const UP = `
alter table imports
  add column not_updated integer not null default 0,
  add column folded integer not null default 0,
  add column empty_lines integer not null default 0;`

const DOWN = `
alter table imports
  drop column empty_lines,
  drop column folded,
  drop column not_updated;`

export class ImportCounts1795281300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN)
  }
}
