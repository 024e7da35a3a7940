create view settle_basis as
with views as (
    select max(checksum) as checksum
    from schema_conclusions
)

select
    'kinds' as step,
    md5(concat_ws(
        ' ',
        any_value(views.checksum),
        string_agg(
            concat_ws(' ', correction_id, scope, target, value, note),
            ' '
            order by correction_id
        )
    )) as basis
from views
left join decisions on decisions.subject = 'kind'

union all

select
    'interactions' as step,
    md5(concat_ws(
        ' ',
        any_value(views.checksum),
        owner_zone(),
        string_agg(my_addresses.address, ' ' order by my_addresses.address)
    )) as basis
from views
left join my_addresses on true;

comment on view settle_basis is 'All but the messages themselves that the settled tables depend on; compare settled_state.';
comment on column settle_basis.step is 'kinds: corrections of kinds. interactions: my addresses and my zone. Both: these views.';
comment on column settle_basis.basis is 'Digest of it.';

create macro is_settled_anew(named_step) as not exists (
    from settle_basis
    join settled_state using (step, basis)
    where step = named_step
);
comment on macro is_settled_anew is 'True when the settled tables of a step have to be made anew, whole.';
