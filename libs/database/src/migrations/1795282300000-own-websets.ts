import type { MigrationInterface, QueryRunner } from 'typeorm'

/** An import knows whether it made its webset. When it is cancelled, the empty webset goes with it. */
export class OwnWebsets1795282300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table imports add column own_webset boolean not null default false')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table imports drop column own_webset')
  }
}
