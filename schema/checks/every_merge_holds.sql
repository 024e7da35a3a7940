-- What the owner joined is one person, unless split off later.
select
    merges.correction_id,
    one.person_id,
    other.person_id as other_person_id
from decisions as merges
join person_addresses as one on merges.target = one.address
join person_addresses as other on merges.value = other.address
left join decisions as cuts
    on cuts.subject = 'split'
    and cuts.target in (merges.target, merges.value)
    and cuts.correction_id > merges.correction_id
where merges.subject = 'merge'
    and cuts.correction_id is null
    and one.person_id <> other.person_id;
