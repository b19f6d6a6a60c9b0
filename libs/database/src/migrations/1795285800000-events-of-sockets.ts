import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Events that are too long for a notification wait in a table until the other processes have read them. They are of all
 * workspaces, so only the connections that carry events see them (`live-adapter.ts`), and no query of a feature does.
 */
export class EventsOfSockets1795285800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table socket_io_attachments enable row level security')
    await runner.query(
      `create policy carriers_only on socket_io_attachments
       using ((select current_setting('app.carries_events', true)) = 'on')`,
    )
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop policy carriers_only on socket_io_attachments')
    await runner.query('alter table socket_io_attachments disable row level security')
  }
}
