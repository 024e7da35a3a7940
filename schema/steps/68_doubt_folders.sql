-- See 67_doubt_cursors: nor may a STATUS that is as it was let a folder be passed over.
update folders
set
    uid_validity = null,
    uid_next = null,
    highest_modseq = null
where account = $1
