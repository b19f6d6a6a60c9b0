import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Exports know the version of their webset, so that the same request is answered with the one that is under way. */
export class OpenExports1795312800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table exports add column webset_version bigint;
      create index exports_open on exports (workspace_id, created_by) where state in ('PENDING', 'RUNNING')
    `)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index exports_open;
      alter table exports drop column webset_version
    `)
  }
}
