"""The one door to SQL.

Two files: the live one, which only a :class:`Store` opens, and the published one, a
complete read-only copy that everybody else reads. DuckDB allows one writer or many readers
a file, so readers never see the live one (DESIGN facts 4 and 5).

    rapport.duckdb                    what people open: a link to the published copy
    .rapport.duckdb/live.duckdb       the writer's own
    .rapport.duckdb/published/...     the copies: flows/publishing.py
    .rapport.duckdb/quarantine/...    what must not be in them: flows/private_files.py

A flow opens the store late and closes it early, so that long runs leave room for others.
Nothing in the process may open, copy or hash the live file a second time: closing that
handle would drop DuckDB's lock (POSIX fcntl) and commits could be lost.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from extractors.conversations import join_threads, reference_ids
from extractors.discretion import without_private
from extractors.records import Me, Place, RawMail, Reading, Unreadable, Verdict, Withheld
from flows.errors import LogBusy, LogError, UsageError
from flows.facts_again import settle_facts
from flows.locks import locked, shared
from flows.log_paths import LogPaths
from flows.log_reader import Reader, interruptible, open_reader
from flows.log_records import (
    DIED,
    NEVER_READ,
    AccountOutcome,
    Correction,
    Cursor,
    Delivery,
    FolderState,
    Kept,
    KnownFolder,
    KnownMails,
    QuarantinedMail,
    RunCounts,
)
from flows.migrate import migrate, rebuild_conclusions, transaction, upgrade
from flows.private_files import PrivateFiles
from flows.publishing import drop_older_copies, publish_copy, published_mark
from flows.purge import Forgotten, forget_rows, tombstone
from flows.registered import registered
from flows.sql_files import sql
from flows.whole_files import flush

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from flows.sources.seen import Change, Seen

STORAGE_VERSION = "v1.4.0"
"""The newest that the command-line shells people have can read (FINDINGS section 0.6)."""
ROWS_A_GROUP = 8_192
"""Each close rewrites the last group of every table that grew, text and all: with DuckDB's
122,880 rows that made the 50,000th message twice as dear as the first."""
BLOCK_BYTES = 65_536
"""Of a new file. With DuckDB's 262,144 a log of fifty mails took 12 MB, one of 8,000 a third
more; blocks that are smaller still make writing slower."""
LOG_AHEAD = "64MB"
"""Of changes that lie in the write-ahead log only. Each checkpoint writes the last row group of
each table anew and leaves a hole as large in the file: with DuckDB's 16 MB there was one for
4,000 messages."""
_FILE_OPTIONS = f"storage_version '{STORAGE_VERSION}', row_group_size {ROWS_A_GROUP}"
_NEW_FILE_OPTIONS = f"{_FILE_OPTIONS}, block_size {BLOCK_BYTES}"
SETTLING = ("45_settle_kinds", "50_settle_people", "55_settle_interactions")
"""The steps after which every conclusion holds, in order. After the first, facts follow."""

HOLLOW_SHARE = 0.2
HOLLOW_BYTES = 8_000_000
"""A live file of which more than both is free space is written anew before it is copied."""
SMALLEST_FREE_BYTES = 50_000_000
LOCK_WAIT_SECONDS = 30.0
NEWEST_WAIT_SECONDS = 2.0


@contextmanager
def at_work(log_file: Path, flow_name: str) -> Iterator[None]:
    """Shows, as long as a run of a flow that may have several at once has not ended, that it has
    not died. Raises as :func:`prepare` does."""
    paths = LogPaths(log_file.absolute())
    prepare(paths)
    with shared(paths.run_lock(flow_name)):
        yield


def prepare(paths: LogPaths) -> None:
    """Makes the folders of a log; raises where something else is in their place."""
    if paths.file.exists() and not paths.file.is_symlink():
        kind = "folder" if paths.file.is_dir() else "plain file"
        raise UsageError(
            f"{paths.file}: is a {kind}, not a log that Rapport writes. "
            "Give another --db, or move it away."
        )
    try:
        paths.file.parent.mkdir(parents=True, exist_ok=True)
        paths.private.mkdir(mode=0o700, exist_ok=True)
        paths.published.mkdir(mode=0o700, exist_ok=True)
        free = shutil.disk_usage(paths.private).free
    except OSError as error:
        raise LogError(
            f"{paths.file.parent}: cannot hold the log ({error.strerror}). "
            "Give another place with --db."
        ) from None
    if free < SMALLEST_FREE_BYTES:
        raise LogError(
            f"{paths.private}: only {free // 1_000_000} MB free on this disk, and "
            f"{SMALLEST_FREE_BYTES // 1_000_000} MB are needed. "
            "Free some space, then run this again; nothing was changed."
        )


@contextmanager
def open_store(
    file: Path, wait_seconds: float = LOCK_WAIT_SECONDS, *, is_to_conclude: bool = True
) -> Iterator[Store]:
    """Opens the live log for writing, made or upgraded as needed.

    Without ``is_to_conclude`` the views may be missing or those of older code until
    :meth:`Store.conclude` or :meth:`Store.publish`: a new log takes half a second to get them.
    Raises LogBusy, LogTooNew, or LogError; whatever is raised, what was committed stays.
    """
    paths = LogPaths(file.absolute())
    prepare(paths)
    with locked(paths.write_lock, wait_seconds, str(paths.file)):
        store = Store(_connect(paths), paths)
        try:
            with interruptible():
                store.bring_up_to_date()
                if is_to_conclude:
                    store.conclude()
                yield store
        except duckdb.Error as error:
            raise _as_log_error(error, paths) from error
        finally:
            store.close()


def _write_anew(connection: DuckDBPyConnection, paths: LogPaths) -> None:
    """Copies the live log into a new file and puts that in its place; closes the connection.

    Then no byte of what was deleted is in it, and no free space. A purge that asked for it
    goes on with its next step.
    """
    fresh = paths.live.with_name("next.duckdb")
    for leftover in (fresh, _wal(fresh)):
        leftover.unlink(missing_ok=True)
    connection.execute("checkpoint")
    connection.execute(f"attach ? as fresh ({_NEW_FILE_OPTIONS})", [str(fresh)])
    connection.execute("copy from database live to fresh")
    connection.execute(
        "update fresh.privacy_state set purge_step = 'republish' where purge_step = 'rewrite'"
    )
    connection.execute("detach fresh")
    connection.close()
    fresh.chmod(0o600)
    flush(fresh)
    # The checkpoint left nothing of worth in it, and it would not fit the new file.
    _wal(paths.live).unlink(missing_ok=True)
    fresh.rename(paths.live)
    shutil.rmtree(paths.live.with_name(f"{paths.live.name}.tmp"), ignore_errors=True)
    flush(paths.private)


def _wal(file: Path) -> Path:
    return file.with_name(f"{file.name}.wal")


def _connect(paths: LogPaths) -> DuckDBPyConnection:
    try:
        with interruptible():
            connection = duckdb.connect()
            try:
                _attach(connection, paths)
            except BaseException:
                connection.close()  # else this process could not open the file again
                raise
    except duckdb.Error as error:
        raise _as_log_error(error, paths) from error
    return connection


def _attach(connection: DuckDBPyConnection, paths: LogPaths) -> None:
    is_new = not paths.live.exists()
    options = _NEW_FILE_OPTIONS if is_new else _FILE_OPTIONS
    connection.execute(f"attach ? as live ({options})", [str(paths.live)])
    connection.execute("use live")
    if is_new:
        paths.live.chmod(0o600)
    connection.execute("set timezone = 'UTC'")
    connection.execute("set enable_progress_bar = false")  # which would draw into our output
    connection.execute(f"set checkpoint_threshold = '{LOG_AHEAD}'")


def _as_log_error(error: duckdb.Error, paths: LogPaths) -> LogError:
    text = str(error)
    first_line = text.partition("\n")[0][:300]
    if "No space left" in text:
        return LogError(
            f"{paths.private}: the disk is full. What was stored before is intact; "
            f"free some space ({SMALLEST_FREE_BYTES // 1_000_000} MB at least), "
            "then run this again."
        )
    if "Conflicting lock" in text:
        return LogBusy(
            f"{paths.live}: another program has it open. Close it: people read {paths.file}."
        )
    if "WAL" in text or "Corrupt" in text:
        return LogError(
            f"{paths.live}: its write-ahead log cannot be replayed ({first_line}). Move "
            f"{paths.private} away and sync again; {paths.file} still shows the last good copy."
        )
    return LogError(f"{paths.live}: {first_line}")


class Store:
    """The live log, open for writing. Made by :func:`open_store` only."""

    def __init__(self, connection: DuckDBPyConnection, paths: LogPaths) -> None:
        self._connection = connection
        self._paths = paths
        self._private = PrivateFiles(paths.private)
        self._is_concluded = False

    def bring_up_to_date(self) -> None:
        """Brings the tables to the shape this code knows, and ends what a forget began.

        Each step of that is known by the log itself, so that whoever opens it next goes on
        from there: the deleted bytes leave the live file, then all old copies go.
        """
        migrate(self._connection)
        self._move_secrets()
        (step,) = self._one("select purge_step from privacy_state")
        if step == "rewrite":
            self._write_anew()
        if step:
            self.replace_copies()

    def conclude(self) -> None:
        """Makes the views and macros, where they are not those of this code."""
        if not self._is_concluded:
            rebuild_conclusions(self._connection)
            self._is_concluded = True

    def close(self) -> None:
        """Closes the live file."""
        self._connection.close()

    def _write_anew(self) -> None:
        _write_anew(self._connection, self._paths)
        self._connection = _connect(self._paths)

    def _move_secrets(self) -> None:
        """A log of before migration 10 has in its rows what now lies in files."""
        (salt,) = self._one("select salt from privacy_state")
        contents = self._connection.execute(
            "select distinct content_sha256 from unreadable_mail "
            "where octet_length(content_sha256) not in (0, 32)"
        ).fetchall()
        if not salt and not contents:
            return
        if salt:
            self._private.made_salt(salt)
        with self._transaction():
            for (content,) in contents:
                self._connection.execute(
                    "update unreadable_mail set content_sha256 = ? where content_sha256 = ?",
                    [self._private.put(content), content],
                )
            self._connection.execute("update privacy_state set salt = '', purge_step = 'rewrite'")
            self._count_change()

    # -- what is there -----------------------------------------------------------------

    def cursor(self, account: str, folder: str) -> Cursor | None:
        """How far this folder is read, None when it never was."""
        found = self._connection.execute(
            "select account, folder, uid_validity, lowest_uid, uid, since_on "
            "from cursors where account = ? and folder = ?",
            [account, folder],
        ).fetchall()
        return Cursor(*found[0]) if found else None

    def known_folders(self, account: str) -> dict[str, KnownFolder]:
        """Every folder of an account that earlier runs know, by name."""
        query = self._connection.execute(sql("pages/known_folders"), {"account": account})
        columns = [column[0] for column in query.description or ()]
        found = {}
        for values in query.fetchall():
            row = dict(zip(columns, values, strict=True))
            uid_validity, low = row.pop("cursor_uid_validity"), row.pop("lowest_uid")
            high, since_on = row.pop("highest_uid"), row.pop("since_on")
            cursor = None
            if uid_validity is not None:
                cursor = Cursor(account, row["folder"], uid_validity, low, high, since_on)
            found[row["folder"]] = KnownFolder(**row, cursor=cursor)
        return found

    def known_mails(
        self,
        account: str,
        folder: str,
        uid_validity: int,
        *,
        asked_before: datetime,
        decides_anew: bool,
    ) -> KnownMails:
        """Which mails of a folder are stored, in quarantine, or were found gone.

        What the server did not give when it was asked, but before then, may be asked again;
        and where it is decided anew, so is what was withheld.
        """
        uids: dict[str, set[int]] = {field.name: set() for field in fields(KnownMails)}
        place = {"account": account, "folder": folder, "uid_validity": uid_validity}
        found = self._connection.execute(
            sql("pages/known_mails"),
            {**place, "asked_before": asked_before, "decides_anew": decides_anew},
        ).fetchall()
        for uid, state in found:
            uids[state].add(uid)
        return KnownMails(**{state: frozenset(members) for state, members in uids.items()})

    def known_uids(
        self, account: str, folder: str, uid_validity: int, *, with_withheld: bool = True
    ) -> set[int]:
        """UIDs that need not be read again: seen here, in quarantine with all their bytes, or
        withheld, unless what is to be withheld shall be decided anew."""
        place = [account, folder, uid_validity]
        return {
            uid
            for (uid,) in self._connection.execute(
                "select uid from sightings where account = $1 and folder = $2 "
                "and uid_validity = $3 and ended_at is null "
                "union all "
                "select uid from unreadable_mail where account = $1 and folder = $2 "
                "and uid_validity = $3 and ended_at is null "
                "and (octet_length(content_sha256) > 0 or size_bytes = 0 and reader_version <> '') "
                "union all "
                "select uid from withheld_mail where account = $1 and folder = $2 "
                "and uid_validity = $3 and $4",
                [*place, with_withheld],
            ).fetchall()
        }

    def accounts_without_sent(self) -> list[str]:
        """Accounts at a server of which no Sent folder is read."""
        found = self._connection.execute(sql("pages/without_sent")).fetchall()
        return [account for (account,) in found]

    def own_addresses(self) -> frozenset[str]:
        """The addresses that are the owner's, by config.toml or by a correction."""
        # Before a log has views, nobody can have corrected anything.
        (view_count,) = self._one("select count(*) from schema_conclusions")
        relation = "stated_own_addresses" if view_count else "own_addresses"
        found = self._connection.execute(f"select address from {relation}").fetchall()
        return frozenset(address for (address,) in found)

    def me(self) -> Me:
        """The owner, as extractors know one."""
        (time_zone,) = self._one("select time_zone from owner")
        return Me(self.own_addresses(), time_zone)

    @property
    def reader(self) -> Reader:
        """The live log for reading, to look up what a change speaks of."""
        return Reader(self._connection)

    def delivery(self, week: str, recipient: str) -> Delivery | None:
        """The outbox's line for one week and recipient."""
        found = self._connection.execute(
            "select week, recipient, as_of, internet_message_id, state, detail "
            "from report_deliveries where week = ? and recipient = ?",
            [week, recipient],
        ).fetchall()
        return Delivery(*found[0]) if found else None

    # -- what comes in -----------------------------------------------------------------

    def set_owner(self, addresses: Iterable[str], source: str, time_zone: str) -> None:
        """States which addresses are mine and in which zone I count days.

        What is stated ends what was guessed before (``source`` beginning with "guess").
        """
        known = dict(
            self._connection.execute("select address, source from own_addresses").fetchall()
        )
        guessed = {address for address, was in known.items() if was.startswith("guess")}
        new = set(addresses) - set(known)
        if addresses and not source.startswith("guess"):
            new |= guessed & set(addresses)
        else:
            guessed = set()
        (zone,) = self._one("select time_zone from owner")
        if not new and not guessed and zone == time_zone:
            return
        with self._transaction():
            self._connection.execute("update owner set time_zone = ?", [time_zone])
            if guessed:
                self._connection.execute(
                    "delete from own_addresses where source like 'guess%' "
                    "and not list_contains(?, address)",
                    [sorted(addresses)],
                )
            if new:
                self._connection.execute(
                    "insert into own_addresses select unnest(?), ? "
                    "on conflict do update set source = excluded.source",
                    [sorted(new), source],
                )
            self._count_change()

    def add_account(self, account: str, source: str, host: str | None, user: str | None) -> bool:
        """Makes an account known; a second time updates where it is.

        Returns whether it was another server or user until now. What is known of UIDs is then
        not believed any more: mail that is the same is found again by what it is.
        """
        known = self._connection.execute(
            "select lower(host), user_name from accounts where account = ?", [account]
        ).fetchall()
        has_moved = bool(known) and known[0] != (host and host.lower(), user)
        with self._transaction():
            self._connection.execute(
                "insert into accounts values (?, ?, ?, ?, now()) "
                "on conflict do update set host = excluded.host, user_name = excluded.user_name",
                [account, source, host, user],
            )
            if has_moved:
                self._connection.execute(sql("steps/67_doubt_cursors"), [account])
                self._connection.execute(sql("steps/68_doubt_folders"), [account])
                self._count_change()
        return has_moved

    def leave_accounts(self, named: Iterable[str]) -> None:
        """Takes accounts at a server that are not among those ``named`` in config.toml for left:
        what they have brought stays, and what they have not is no trouble any more."""
        accounts = list(named)
        with self._transaction():
            self._connection.execute(
                "delete from account_runs where not list_contains($1, account)", [accounts]
            )
            if self._connection.execute(sql("steps/61_leave_accounts"), [accounts]).fetchall():
                self._count_change()

    def put_folders(self, states: Sequence[FolderState]) -> None:
        """Writes down what was found of folders; what is None keeps its last value."""
        from flows.batches import folder_table

        with self._registered({"new_folders": folder_table(states)}), self._transaction():
            (news_count,) = self._one(sql("pages/folder_news"))
            self._connection.execute(sql("steps/60_put_folders"))
            if news_count:
                self._count_change()

    def touch_folders(self, account: str, folders: Sequence[str], tried_at: datetime) -> None:
        """Writes down that these folders were looked at and held nothing new."""
        self._connection.execute(
            "update folders set last_tried_at = $3, last_success_at = now() "
            "where account = $1 and folder in (select unnest($2::text[]))",
            [account, list(folders), tried_at],
        )

    def keep(self, items: Sequence[Reading | Unreadable | Withheld], cursor: Cursor | None) -> Kept:
        """Stores one batch and moves the cursor, all in one transaction.

        A mail in quarantine counts as dealt with, and so does one that is withheld; what is
        stored already only gains a sighting. Whoever was forgotten is left out here. Either
        everything of the batch is there afterwards, or nothing.
        """
        from flows.batches import unreadable_table, withheld_table

        items = self._without_forgotten(items)
        readings = [item for item in items if isinstance(item, Reading)]
        unreadable = [item for item in items if isinstance(item, Unreadable)]
        withheld = [item for item in items if isinstance(item, Withheld)]
        stored = 0
        with self._transaction():
            if readings:
                stored = self._keep_readings(readings)
            if unreadable:
                digests = [self._private.put(item.content) for item in unreadable]
                with self._registered({"new_unreadable": unreadable_table(unreadable, digests)}):
                    self._connection.execute(
                        "insert into unreadable_mail by name "
                        "select *, now() as failed_at from new_unreadable "
                        "on conflict do update set reason = excluded.reason, "
                        "detail = excluded.detail, reader_version = excluded.reader_version, "
                        "content_sha256 = if(octet_length(excluded.content_sha256) > 0, "
                        "excluded.content_sha256, content_sha256), "
                        "failed_at = excluded.failed_at, ended_at = null"
                    )
            if withheld:
                with self._registered({"new_withheld": withheld_table(withheld)}):
                    self._connection.execute(
                        "insert into withheld_mail select *, now() from new_withheld "
                        "on conflict do update set reason = excluded.reason, "
                        "withheld_at = excluded.withheld_at"
                    )
                    # Now that it reads, it is known to be private: its bytes go, too.
                    self._connection.execute(
                        "delete from unreadable_mail where (account, folder, uid_validity, uid) in "
                        "(select (account, folder, uid_validity, uid) from new_withheld)"
                    )
            if cursor is not None:
                self._move(cursor)
            if items:
                self._count_change()
        return Kept(stored, len(readings) - stored, len(unreadable), len(withheld))

    def _without_forgotten(
        self, items: Sequence[Reading | Unreadable | Withheld]
    ) -> list[Reading | Unreadable | Withheld]:
        hashes = {
            hash
            for (hash,) in self._connection.execute(
                "select hash from forgotten_addresses"
            ).fetchall()
        }
        if not hashes:
            return list(items)
        salt = self._private.salt()
        me = self.me()

        @cache
        def is_forgotten(address: str) -> bool:
            return tombstone(salt, address) in hashes

        return [
            item
            if isinstance(item, Withheld)
            else without_private(item, is_forgotten, me) or Withheld(item.place, "forgotten")
            for item in items
        ]

    def _keep_readings(self, readings: list[Reading]) -> int:
        from flows.batches import batch_of

        groups = [reference_ids(reading.message, reading.thread) for reading in readings]
        ids = sorted({item for group in groups for item in group})
        known = dict(
            self._connection.execute(
                "select reference_id, thread_id from thread_references "
                "where reference_id in (select unnest(?))",
                [ids],
            ).fetchall()
        )
        joined = join_threads(groups, known)
        tables = {
            **batch_of(readings, [joined.thread_of[group[0]] for group in groups]),
            "new_references": _pairs(
                ("reference_id", "thread_id"),
                {k: v for k, v in joined.thread_of.items() if known.get(k) != v},
            ),
            "thread_moves": _pairs(("old_thread_id", "new_thread_id"), joined.moves),
        }
        with self._registered(tables):
            for step in ("10_name_batch", "20_keep_batch", "30_join_threads"):
                self._connection.execute(sql(f"steps/{step}"))
            (stored,) = self._one("select count(*) from batch where is_new")
        return int(stored)

    def put_verdicts(self, verdicts: Mapping[str, Verdict]) -> int:
        """Adds new verdicts on stored messages, by message_id; older ones are kept.

        Returns on how many messages the reader judges otherwise than it did before.
        """
        from flows.batches import verdict_table

        with self._registered({"judged_verdicts": verdict_table(verdicts)}), self._transaction():
            (changed,) = self._one(sql("pages/verdicts_changed"))
            self._connection.execute(sql("steps/42_put_verdicts"))
            self._connection.execute(
                "insert into unsettled_verdicts select message_id from judged_verdicts"
            )
            self._count_change()
        return int(changed)

    # -- what is there no more, or differently -------------------------------------------

    def end_sightings(
        self, account: str, folder: str, uid_validity: int | None, uids: Iterable[int] = ()
    ) -> int:
        """Ends these sightings, and all under another UIDVALIDITY; facts stay.

        ``uid_validity`` None: the folder is gone, and all in it. Returns how many ended,
        mail in quarantine included.
        """
        place = {"account": account, "folder": folder, "uid_validity": uid_validity}
        with self._transaction():
            ended = 0
            for step in ("62_end_sightings", "63_end_quarantine", "65_drop_withheld"):
                query = self._connection.execute(
                    sql(f"steps/{step}"), {**place, "uids": list(uids)}
                )
                ended += int(query.fetchall()[0][0])
            if ended:
                self._count_change()
        return ended

    def end_missing(
        self, account: str, folder: str, uid_validity: int, there: Collection[int]
    ) -> int:
        """Ends the sightings of all mail that is not ``there`` any more; returns how many."""
        known = self.known_mails(
            account, folder, uid_validity, asked_before=datetime.now(UTC), decides_anew=False
        )
        gone = (known.here | known.put_aside | known.to_ask_again).difference(there)
        return self.end_sightings(account, folder, uid_validity, gone) if gone else 0

    def match_again(
        self, account: str, folder: str, uid_validity: int, seen: Sequence[Seen]
    ) -> set[int]:
        """Which of these are mails known in this folder, under another UID; they are sighted.

        For a folder whose UIDs were given anew: what is matched need not be read again.
        """
        place = {"account": account, "folder": folder, "uid_validity": uid_validity}
        from flows.batches import seen_table

        with self._registered({"seen_again": seen_table(seen)}), self._transaction():
            found = self._connection.execute(sql("steps/64_match_again"), place).fetchall()
            if found:
                self._count_change()
        return {uid for (uid,) in found}

    def change_flags(
        self, account: str, folder: str, uid_validity: int, changes: Sequence[Change]
    ) -> None:
        """Writes flags and labels as they are now, of those mails that are stored."""
        if not changes:
            return
        place = {"account": account, "folder": folder, "uid_validity": uid_validity}
        from flows.batches import change_table

        with self._registered({"changed": change_table(changes)}), self._transaction():
            (count,) = self._connection.execute(sql("steps/66_change_flags"), place).fetchall()[0]
            if count:
                self._count_change()

    def quarantined(
        self, except_version: str | None, after: QuarantinedMail | None, limit: int
    ) -> list[QuarantinedMail]:
        """Mails in quarantine whose bytes are kept, in order, from behind ``after`` on.

        Those on which ``except_version`` of the reader failed are left out.
        """
        place = after.raw.place if after else Place("", "", 0, 0)
        found = self._connection.execute(
            sql("pages/quarantined"),
            {
                "version": except_version,
                "account": place.account,
                "folder": place.folder,
                "uid_validity": place.uid_validity,
                "uid": place.uid,
                "limit": limit,
            },
        ).fetchall()
        return [
            QuarantinedMail(
                RawMail(Place(*at), self._private.get(digest), received_at, size_bytes), is_ended
            )
            for *at, digest, received_at, size_bytes, is_ended in found
        ]

    def unreadable_versions(self) -> frozenset[str]:
        """By which versions of the reader the mails in quarantine were tried."""
        return frozenset(
            version
            for (version,) in self._connection.execute(
                "select distinct reader_version from unreadable_mail "
                "where octet_length(content_sha256) > 0"
            ).fetchall()
        )

    def move_cursor(self, cursor: Cursor) -> None:
        """Moves a cursor where a range held nothing to store."""
        with self._transaction():
            self._move(cursor)

    def _move(self, cursor: Cursor) -> None:
        self._connection.execute(
            "insert into cursors values (?, ?, ?, ?, ?, ?, now()) "
            "on conflict do update set uid_validity = excluded.uid_validity, "
            "lowest_uid = excluded.lowest_uid, uid = excluded.uid, "
            "since_on = excluded.since_on, moved_at = excluded.moved_at",
            [getattr(cursor, field.name) for field in fields(cursor)],
        )

    # -- what a person decides ---------------------------------------------------------------

    def correct(self, correction: Correction) -> int:
        """Writes down a decision; returns the number by which it can be undone."""
        with self._transaction():
            return self._correct(correction)

    def _correct(self, correction: Correction) -> int:
        (number,) = self._one("select coalesce(max(correction_id), 0) + 1 from corrections")
        self._connection.execute(
            "insert into corrections by name select $1::uinteger as correction_id, "
            "now() as made_at, $2 as subject, $3 as scope, $4 as target, $5 as value, "
            "$6 as note, $7 as made_by",
            [number, *(getattr(correction, field.name) for field in fields(correction))],
        )
        self._count_change()
        return int(number)

    def log_contact(self, correction: Correction, contact_at: datetime) -> int:
        """Writes down a contact outside mail: the correction's target and value are whom and
        how."""
        with self._transaction():
            number = self._correct(correction)
            self._connection.execute(
                "insert into logged_contacts values (?, ?, ?, ?)",
                [number, correction.target, correction.value, contact_at],
            )
        return number

    def undo(self, number: int) -> None:
        """Takes a correction back; it stays in the table, with the time."""
        with self._transaction():
            self._connection.execute(
                "update corrections set undone_at = now() "
                "where correction_id = ? and undone_at is null",
                [number],
            )
            self._count_change()

    def forget(self, person: Forgotten) -> None:
        """Takes a person out of the live log, all in one transaction.

        The bytes are gone from the files once the store was opened again: that ends what is
        begun here, also after a crash.
        """
        with self._transaction():
            forget_rows(
                self._connection,
                person,
                self._private.made_salt(),
                self._private.get,
                sql("steps/90_forget"),
            )
            self._count_change()

    def let_in_again(self, addresses: Sequence[str]) -> int:
        """Ends that addresses are kept out; how many were. Their old mail comes with the next
        ``sync --full`` or import."""
        salt = self._private.made_salt()
        hashes = [tombstone(salt, address) for address in addresses]
        found = self._connection.execute(
            "delete from forgotten_addresses where list_contains(?, hash) returning hash",
            [hashes],
        ).fetchall()
        self._count_change()
        return len(found)

    # -- runs --------------------------------------------------------------------------

    def begin_run(
        self,
        run_id: str,
        flow_name: str,
        accounts: Iterable[str] = (),
        left_out: Iterable[str] = (),
    ) -> None:
        """Opens a line in table runs, one in account_runs for each account that it is to read,
        and closes those of runs that died. Accounts that are ``left_out`` and of which no run
        ever said anything fail in this one: else nobody would miss them."""
        with self._transaction():
            died = self._connection.execute(
                "update runs set state = 'failed', ended_at = now(), detail = $1 "
                "where state = 'running' and flow_name = $2 returning run_id",
                [DIED, flow_name],
            ).fetchall()
            self._connection.execute(
                "update account_runs set state = 'failed', detail = $1 "
                "where state = 'running' and list_contains($2, run_id)",
                [DIED, [run for (run,) in died]],
            )
            self._connection.execute(
                "insert into runs values (?, ?, now(), null, 'running', 0, 0, 0, 0, '')",
                [run_id, flow_name],
            )
            self._connection.execute(
                "insert into account_runs select $1, unnest($2::text[]), 'running', ''",
                [run_id, list(accounts)],
            )
            self._connection.execute(
                "insert into account_runs select $1, account, 'failed', $2 from "
                "(select unnest($3::text[]) as account) anti join account_runs using (account)",
                [run_id, NEVER_READ, list(left_out)],
            )

    def end_run(
        self,
        run_id: str,
        state: str,
        counts: RunCounts,
        detail: str,
        accounts: Iterable[AccountOutcome] = (),
    ) -> None:
        """Closes a run's lines: done, partial or failed, and why."""
        with self._transaction():
            self._connection.execute(
                "update runs set ended_at = now(), state = ?, server_count = ?, stored_count = ?, "
                "known_count = ?, unreadable_count = ?, detail = ? where run_id = ?",
                [state, *(getattr(counts, field.name) for field in fields(counts)), detail, run_id],
            )
            for one in accounts:
                self._connection.execute(
                    "update account_runs set state = ?, detail = ? "
                    "where run_id = ? and account = ?",
                    [one.state, one.detail, run_id, one.account],
                )

    # -- the letter ---------------------------------------------------------------------

    def put_delivery(self, delivery: Delivery) -> None:
        """Writes the outbox's line; sent_at is set when the state becomes sent."""
        self._connection.execute(
            "insert into report_deliveries "
            "select $1, $2, $3, $4, $5, $6, now(), if($5 = 'sent', now(), null) "
            "on conflict do update set state = excluded.state, detail = excluded.detail, "
            "attempted_at = excluded.attempted_at, sent_at = excluded.sent_at",
            [getattr(delivery, field.name) for field in fields(delivery)],
        )

    def settle_delivery(self, delivery: Delivery) -> Delivery:
        """What became of a letter that was handed over once: looked up in the mail since.

        A connection may break after the server took the letter (RFC 5321 4.5.3.2.6), so it
        is never sent again before a later sync has shown that it is not there.
        """
        if delivery.state == "sent":
            return delivery
        found = self._connection.execute(
            sql("steps/80_settle_delivery"),
            {"internet_message_id": delivery.internet_message_id},
        ).fetchall()
        state = found[0][0] if found else "unknown"
        detail = {
            "sent": "seen in the mailbox",
            "failed": "not in the mailbox",
            "unknown": "the connection broke while it was handed over; the next sync will tell",
        }[state]
        settled = replace(delivery, state=state, detail=detail)
        self.put_delivery(settled)
        return settled

    def snapshot_health(self, as_of: date) -> None:
        """Keeps the health of every tie as the letter of that day states it."""
        with self._transaction():
            self._connection.execute(sql("steps/70_snapshot_health"), [as_of])
            self._count_change()

    # -- publishing ---------------------------------------------------------------------

    def publish(self) -> bool:
        """Settles people and hands readers a complete copy, if anything changed.

        That a run was not done is a change, of which nothing is to be settled; that one was done
        and brought nothing is none. Returns whether it did. Crash-safe at every step: readers see
        the old copy or the new one, whole; an interrupted attempt is swept by the next.
        """
        self.conclude()
        changes, settled = self._one("select change_count, settled_count from log_state")
        if settled < changes or not self._is_settled_by_these_views():
            # What judges takes a while to load, which those who only read need not wait for.
            from flows.history import settle_history

            with self._transaction():
                me = self.me()
                settle_history(self._connection, me.addresses)
                kinds, *others = SETTLING
                self._connection.execute(sql(f"steps/{kinds}"))
                settle_facts(self._connection, me)
                for step in others:
                    self._connection.execute(sql(f"steps/{step}"))
                self._connection.execute("update log_state set settled_count = change_count")
        # What is published says itself of which state it is: a disk that is too full for a copy
        # may be too full to take back a note here. A newer Rapport may have rebuilt the views,
        # which the copy must then have too.
        (trouble,) = self._one(sql("pages/trouble_mark"))
        mark = f"{self._schema_mark()} {changes} {trouble}".rstrip()
        if self._paths.file.exists() and published_mark(self._paths) == mark:
            return False
        self._connection.execute("update log_state set published_count = change_count")
        self._connection.execute("checkpoint")
        if self._is_hollow():
            self._write_anew()
        publish_copy(self._paths, mark)
        digests = self._connection.execute("select content_sha256 from unreadable_mail").fetchall()
        self._private.sweep(digest for (digest,) in digests)
        return True

    def _is_hollow(self) -> bool:
        block_size, total_count, free_count = self._one(
            "select block_size, total_blocks, free_blocks from pragma_database_size() "
            "where database_name = 'live'"
        )
        is_large = free_count * block_size > HOLLOW_BYTES
        return is_large and bool(free_count > HOLLOW_SHARE * total_count)

    def replace_copies(self) -> None:
        """Publishes anew and drops every older copy; see :meth:`bring_up_to_date`."""
        self._count_change()
        self.publish()
        drop_older_copies(self._paths)
        self._connection.execute("update privacy_state set purge_step = ''")

    def _is_settled_by_these_views(self) -> bool:
        (count,) = self._one(
            "select count(*) from settle_basis anti join settled_state using (step, basis)"
        )
        return not count

    def _schema_mark(self) -> str:
        (mark,) = self._one(
            "select md5(string_agg(checksum, ',' order by name)) from schema_conclusions"
        )
        return str(mark)

    # -- inner ---------------------------------------------------------------------------

    def _one(self, query: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> tuple[Any, ...]:
        # fetchone would leave the result open, which blocks the connection's other work.
        rows = self._connection.execute(query, parameters).fetchall()
        if not rows:  # every caller asks for an aggregate or a one-row table
            raise LogError(f"{self._paths.live}: a one-row table is empty. Sync into a new log.")
        row: tuple[Any, ...] = rows[0]
        return row

    def _count_change(self) -> None:
        self._connection.execute("update log_state set change_count = change_count + 1")

    def _transaction(self) -> AbstractContextManager[None]:
        return transaction(self._connection)

    def _registered(self, tables: dict[str, Any]) -> AbstractContextManager[None]:
        return registered(self._connection, tables)


def _pairs(names: tuple[str, str], pairs: Any) -> Any:
    import pyarrow as pa

    return pa.table(
        {
            names[0]: pa.array(list(pairs.keys()), pa.string()),
            names[1]: pa.array(list(pairs.values()), pa.string()),
        }
    )


@contextmanager
def open_newest(file: Path) -> Iterator[Reader]:
    """Opens the writer's own file for a moment, to see the very last run; else the published.

    The published copy is left alone when a run brings no mail, so it does not know of such
    runs. Where a writer is at work the published copy must do.
    """
    paths = LogPaths(file.absolute())
    is_link = file.is_symlink() or not file.exists()  # nothing is there before the first copy
    is_mine = is_link and paths.live.exists() and os.access(paths.write_lock, os.W_OK)
    if not is_mine:  # a plain copy, another user's log, or a read-only disk
        with open_reader(file) as reader:
            yield reader
        return
    try:
        with locked(paths.write_lock, NEWEST_WAIT_SECONDS, str(file)):
            connection = _connect(paths)
            try:
                with interruptible():
                    upgrade(connection)
                    yield Reader(connection)
            finally:
                connection.close()
    except LogBusy:
        with open_reader(file) as reader:
            yield reader
