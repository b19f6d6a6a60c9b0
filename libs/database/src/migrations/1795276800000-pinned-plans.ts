import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * A run works by its columns as they were when it started. `version`: the webset’s at that moment, so that later
 * changes of a column can be found. Runs of before have neither and go by the columns as they are.
 */
const UP = 'alter table runs add column plan jsonb, add column version bigint'

const DOWN = 'alter table runs drop column plan, drop column version'

export class PinnedPlans1795276800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN)
  }
}
