import type { MigrationInterface, QueryRunner } from 'typeorm'

const SCOPED = ['view_orders', 'view_order_chunks', 'row_gaps']

/**
 * The order of a view: the ids of its rows, a thousand to a chunk, so that a window is one chunk at any depth. Both
 * tables are unlogged, since an order can be made again. After a crash both are empty, and an order that is not found
 * is made anew.
 */
const ORDERS = `
create unlogged table view_orders (
  workspace_id uuid not null,
  id uuid not null default gen_random_uuid(),
  webset_id uuid not null,
  -- Of filter, search, sort, and the types of the columns that they name.
  query_hash text not null,
  -- The version of the webset when the order began to be made.
  version bigint not null,
  -- Up to this version it is known that nothing has changed that the order depends on.
  checked_version bigint not null,
  is_outdated boolean not null default false,
  state text not null default 'building' check (state in ('building', 'ready')),
  -- While it is being made: rows looked at, of how many. Then: how many rows it has.
  done bigint not null default 0,
  total bigint not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, webset_id) references websets on delete cascade
) with (fillfactor = 70);
create index view_orders_of_query on view_orders (workspace_id, webset_id, query_hash, version);
create unlogged table view_order_chunks (
  workspace_id uuid not null,
  order_id uuid not null,
  chunk integer not null,
  row_ids bigint[] not null,
  primary key (workspace_id, order_id, chunk),
  foreign key (workspace_id, order_id) references view_orders on delete cascade
);`

/**
 * How many rows of each block of a thousand ids are in the trash. With it, a place in the unsorted list leads to its
 * id without counting rows. Blocks without such rows need no entry.
 */
const GAPS = `
create table row_gaps (
  workspace_id uuid not null,
  webset_id uuid not null,
  block bigint not null,
  deleted integer not null,
  primary key (workspace_id, webset_id, block),
  foreign key (workspace_id, webset_id) references websets on delete cascade
) with (fillfactor = 70);
insert into row_gaps (workspace_id, webset_id, block, deleted)
select workspace_id, webset_id, (id - 1) / 1000, count(*)
from rows
where deleted_at is not null
group by 1, 2, 3;`

/** That a cell is stale is written without a version and without history. Orders that filter by it must notice. */
const STALE = 'alter table websets add column stale_version bigint not null default 0;'

/** The rows of a batch are in the order of their ids, and batches of a run do not overlap. */
const BATCHES = `
alter table run_batches
  add column first_row bigint generated always as (row_ids[1]) stored,
  add column last_row bigint generated always as (row_ids[cardinality(row_ids)]) stored;
create index run_batches_waiting_rows on run_batches (workspace_id, run_id, first_row) where state = 'waiting';
drop index run_batches_open;`

export class ViewOrders1795266000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [ORDERS, GAPS, STALE, BATCHES]) await runner.query(part)
    for (const table of SCOPED) {
      await runner.query(`alter table ${table} enable row level security`)
      await runner.query(
        `create policy workspace_only on ${table}
         using (workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid))`,
      )
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`create index run_batches_open on run_batches (workspace_id, webset_id) where state = 'waiting'`)
    await runner.query('drop index run_batches_waiting_rows')
    await runner.query('alter table run_batches drop column last_row, drop column first_row')
    await runner.query('alter table websets drop column stale_version')
    for (const table of ['row_gaps', 'view_order_chunks', 'view_orders']) await runner.query(`drop table ${table}`)
  }
}
