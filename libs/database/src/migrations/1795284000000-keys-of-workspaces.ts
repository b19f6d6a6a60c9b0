import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Answers that are held for repetitions belong to a workspace, and are stored as the bytes that were sent. Each try of
 * a request has an id, so that an earlier one that is still at work can have no effect any more.
 */
export class KeysOfWorkspaces1795284000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'alter table idempotency_keys add column workspace_id uuid references workspaces on delete cascade',
    )
    await runner.query(`update idempotency_keys set workspace_id = split_part(owner, ':', 1)::uuid`)
    await runner.query(
      `alter table idempotency_keys
         alter column workspace_id set not null,
         alter column workspace_id set default nullif(current_setting('app.workspace_id', true), '')::uuid,
         alter column body type text using body::text,
         alter column request_hash drop not null,
         add column attempt uuid not null default gen_random_uuid(),
         add column reserved_at timestamptz not null default now()`,
    )
    await runner.query('update idempotency_keys set reserved_at = created_at')
    await runner.query('alter table idempotency_keys enable row level security')
    await runner.query(
      `create policy workspace_only on idempotency_keys
       using (workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid))`,
    )
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop policy workspace_only on idempotency_keys')
    await runner.query('alter table idempotency_keys disable row level security')
    await runner.query('delete from idempotency_keys where request_hash is null')
    await runner.query(
      `alter table idempotency_keys
         drop column workspace_id,
         alter column body type jsonb using body::jsonb,
         alter column request_hash set not null,
         drop column attempt,
         drop column reserved_at`,
    )
  }
}
