import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Values of the headers of request columns, each under a data key of its own, which is under the installation's. */
const SECRETS = `
create table header_secrets (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  -- Authenticated with the secret: it is sent nowhere else.
  origin text not null,
  secret bytea not null,
  wrapped_key bytea not null,
  master_key_id text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
)`

/** Stored plans get their references from the worker, which has the master key. */
export class SealedHeaders1795294800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SECRETS)
    await runner.query('alter table header_secrets enable row level security')
    await runner.query(
      `create policy workspace_only on header_secrets
       using (workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid))`,
    )
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table header_secrets')
  }
}
