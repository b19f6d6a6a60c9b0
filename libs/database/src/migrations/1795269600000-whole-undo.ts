import type { MigrationInterface, QueryRunner } from 'typeorm'

/** The answer to a repeated request is the first one word for word. `jsonb` would sort its members. */
const UP = `alter table idempotency_keys alter column body type json using body::json;`

const DOWN = `alter table idempotency_keys alter column body type jsonb using body::jsonb;`

export class WholeUndo1795269600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN)
  }
}
