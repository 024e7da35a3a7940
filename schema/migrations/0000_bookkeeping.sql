-- What flows/migrate.py knows of a log. Version 0, because it records itself.

create table schema_migrations (
    version integer primary key,
    name text not null,
    applied_at timestamptz not null,
    checksum text not null
);
comment on table schema_migrations is 'Which migrations this log has been through.';
comment on column schema_migrations.version is 'Number of the migration.';
comment on column schema_migrations.name is 'Its name, as in schema/migrations.';
comment on column schema_migrations.applied_at is 'When it was applied.';
comment on column schema_migrations.checksum is 'SHA-256 of its text.';

create table schema_conclusions (
    name text primary key,
    relation text not null,
    checksum text not null
);
comment on table schema_conclusions is 'Which views and macros Rapport made here: these, and no others, are dropped and rebuilt when their text changes.';
comment on column schema_conclusions.name is 'Name of the view or macro.';
comment on column schema_conclusions.relation is 'view, macro or macro table, as in the statement that drops it.';
comment on column schema_conclusions.checksum is 'SHA-256 over the text of all of schema/views.';

create view schema_relations as
select
    view_name as name,
    'view' as relation
from duckdb_views()
where not internal
    and database_name = current_database()
    and schema_name = current_schema()

union

select
    function_name as name,
    case when function_type = 'table_macro' then 'macro table' else 'macro' end as relation
from duckdb_functions()
where not internal
    and function_type in ('macro', 'table_macro')
    and database_name = current_database()
    and schema_name = current_schema();
comment on view schema_relations is 'Every view and macro of this log, whoever made it.';
comment on column schema_relations.name is 'Name of the view or macro.';
comment on column schema_relations.relation is 'view, macro or macro table.';
