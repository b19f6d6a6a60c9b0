import type { MigrationInterface, QueryRunner } from 'typeorm'

/** A run may be told to fill cells that a person emptied. */
export class EmptiedCells1795278600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table runs add column fill_emptied boolean not null default false')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table runs drop column fill_emptied')
  }
}
