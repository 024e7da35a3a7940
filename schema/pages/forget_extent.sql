-- What goes with these addresses, counted before it goes.
with theirs as (
    select unnest($addresses) as address
),

names as (
    select display_name as name
    from addresses
    join theirs using (address)

    union

    select recipients.name
    from recipients
    join theirs using (address)

    union

    select sender_name
    from messages
    join theirs on messages.sender_address = theirs.address

    union

    select people.full_name
    from people
    join person_addresses using (person_id)
    join theirs using (address)
)

select
    (
        select count(*)
        from messages
        join theirs on messages.sender_address = theirs.address
    ) as written_count,
    (
        select count(distinct message_id)
        from recipients
        join theirs using (address)
    ) as addressed_count,
    (
        select list_distinct(list(name))
        from names
        where name <> ''
    ) as names,
    (
        select list_sort(list(addresses.address))
        from addresses
        where addresses.address not in (from theirs)
            and contains(addresses.display_name, ' ')
            and lower(addresses.display_name) in (select lower(name) from names)
    ) as namesakes
