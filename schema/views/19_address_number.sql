-- 52 bits: exact in a double, so that it survives JSON and spreadsheets.
create macro address_number(address) as ('0x' || left(md5(address), 13))::bigint;
comment on macro address_number is 'The number of an address; a person''s person_id is that of the address they were first seen with.';
