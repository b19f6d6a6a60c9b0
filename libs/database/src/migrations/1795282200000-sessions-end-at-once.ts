import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * An access token names its session, which lives as long as a refresh token of its family does. The moment from which
 * on a person's tokens counted is not needed any more: it could not tell tokens of the same second.
 */
export class SessionsEndAtOnce1795282200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create index refresh_tokens_live on refresh_tokens (family_id, user_id) where revoked_at is null',
    )
    await runner.query('alter table users drop column sessions_from')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table users add column sessions_from timestamptz not null default '-infinity'`)
    await runner.query('drop index refresh_tokens_live')
  }
}
