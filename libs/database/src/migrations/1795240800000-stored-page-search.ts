import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Full text over stored pages. The function runs as the owner: under row-level security PostgreSQL asks the policy
 * before a full-text index (`@@` is not leakproof) and would read every page. The function limits itself to the
 * workspace of the transaction. Words are stored as written but without accents, and without a language, since stored
 * pages are in many languages.
 */
const SEARCH = String.raw`
alter table evidence_texts add words tsvector generated always as (
  to_tsvector('simple', regexp_replace(normalize(left(text, 150000), NFKD), '[\u0300-\u036f]', '', 'g'))
) stored;
create index evidence_texts_words on evidence_texts using gin (words);
create index captures_text on captures (workspace_id, text_hash, text_version);
create function search_pages(prefixes text[], most integer)
  returns table (
    capture_id uuid, url text, fetched_at timestamptz, text_hash text, text_version integer, content text,
    segments jsonb
  )
  language sql stable security definer set search_path = enrichify, pg_temp as $$
  with asked as (
    select array_agg(to_tsquery('simple', quote_literal(prefix) || ':*')) as parts,
      to_tsquery('simple', string_agg(quote_literal(prefix) || ':*', ' | ')) as anyone
    from unnest(prefixes) prefix
  ),
  hits as (
    select t.hash, t.version, t.text, t.segments,
      (select count(*) from unnest(asked.parts) part where t.words @@ part) as matched,
      ts_rank_cd(t.words, asked.anyone, 1) as rank
    from evidence_texts t, asked
    where t.workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid)
      and t.words @@ asked.anyone
    order by matched desc, rank desc, t.hash limit most * 3
  ),
  latest as (
    select distinct on (c.url_key) c.id, c.final_url, c.fetched_at as at, h.* from hits h
    join captures c on c.workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid)
      and c.text_hash = h.hash and c.text_version = h.version
    order by c.url_key, c.created_at desc
  )
  select id, final_url, at, hash, version, text, latest.segments
  from latest
  order by matched desc, rank desc, hash
  limit most
  $$;`

export class StoredPageSearch1795240800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SEARCH)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function search_pages(text[], integer)')
    await runner.query('drop index captures_text')
    await runner.query('alter table evidence_texts drop words')
  }
}
