import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * What a window shows of a cell is narrow; what its panel shows (candidates, pages, trace) is wide. Marks of a window
 * then read few pages, and a mark that changes does not write the rest again. A cell about which nothing was found has
 * no entry.
 */
const UP = `
create table cell_findings (
  workspace_id uuid not null,
  webset_id uuid not null,
  row_id bigint not null,
  column_id text not null,
  candidates jsonb not null default '[]',
  pages jsonb not null default '[]',
  trace jsonb not null default '[]',
  primary key (workspace_id, webset_id, row_id, column_id),
  foreign key (workspace_id, webset_id, row_id, column_id) references cell_states on delete cascade
) with (fillfactor = 85);
insert into cell_findings (workspace_id, webset_id, row_id, column_id, candidates, pages, trace)
select workspace_id, webset_id, row_id, column_id, candidates, pages, trace
from cell_states
where candidates <> '[]' or pages <> '[]' or trace <> '[]';
alter table cell_states add column candidate_count smallint not null default 0;
update cell_states set candidate_count = least(jsonb_array_length(candidates), 32767) where candidates <> '[]';
alter table cell_states drop column candidates, drop column pages, drop column trace;
alter table cell_findings enable row level security;
create policy workspace_only on cell_findings
using (workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid));`

const DOWN = `
alter table cell_states
  add column candidates jsonb not null default '[]',
  add column pages jsonb not null default '[]',
  add column trace jsonb not null default '[]';
update cell_states s
set candidates = f.candidates, pages = f.pages, trace = f.trace
from cell_findings f
where f.workspace_id = s.workspace_id and f.webset_id = s.webset_id and f.row_id = s.row_id
  and f.column_id = s.column_id;
alter table cell_states drop column candidate_count;
drop table cell_findings;`

export class CellFindings1795267000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN)
  }
}
