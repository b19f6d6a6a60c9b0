import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What a person did at once may be sent as several commands. Their actions carry the same step. */
export class StepsOfSeveralCommands1795305600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table actions add column step_id uuid')
    await runner.query(
      'create index actions_of_step on actions (workspace_id, webset_id, step_id) where step_id is not null',
    )
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index actions_of_step')
    await runner.query('alter table actions drop column step_id')
  }
}
