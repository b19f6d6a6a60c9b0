import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * A verdict is an action, and a wrong cell is stale by the id of its action. Of earlier verdicts no action is known:
 * the marks that they set stay until a run answers the cell.
 */
export class VerdictActions1795282200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table verdicts add column action_id uuid')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table verdicts drop column action_id')
  }
}
