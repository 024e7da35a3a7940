"""Each check is silent on a sound log, and speaks when what it claims does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.migrate import schema_folder
from flows.sql_files import sql
from log_builder import ME, LogBuilder, log_of_one_test

CHECKS = {path.stem: path for path in sorted((schema_folder() / "checks").glob("*.sql"))}

SPOILED = {
    "confidence_is_between_0_and_1": "update verdicts set confidence = 1.1",
    "every_address_is_known": "update recipients set address = 'nobody@x.example'",
    "every_conclusion_names_its_message": "create or replace macro week(as_of) as table "
    "select 'cooling' as section, null as message_id",
    "every_correction_says_a_known_kind": "update corrections set value = 'gossip' "
    "where subject = 'kind'",
    "every_fact_has_its_message": "delete from messages",
    "every_logged_contact_has_its_correction": "delete from corrections where subject = 'log'",
    "every_merge_holds": "update person_addresses set person_id = 0 "
    "where address = 'ab@web.example'",
    "every_message_has_a_verdict": "delete from verdicts",
    "every_message_was_seen_somewhere": "delete from sightings",
    "every_person_address_has_its_person": "delete from people where not is_me",
    "every_person_has_a_name_and_an_address": "update people set full_name = ''",
    "every_quote_is_where_it_says": "update messages set new_text = 'Something else.'",
    "every_reply_is_in_its_parents_thread": "update messages set thread_id = message_id",
    "every_score_is_in_its_range_and_has_a_reason": "create or replace macro health(as_of) as "
    "table select 1 as person_id, 'steady' as status, '' as reason, 50 as health, "
    "0.5 as contact_chance, 50 as strength",
    "every_sent_letter_has_its_time": "update report_deliveries set sent_at = null",
    "every_sighting_has_its_message": "update sightings set message_id = 'other'",
    "every_sighting_is_within_its_cursor": "update cursors set uid = 1, lowest_uid = 1",
    "every_snapshot_move_has_its_snapshot": "delete from health_snapshots",
    "every_verdict_has_evidence": "update verdicts set evidence = []",
    "my_addresses_are_nobody_elses": "update people set is_me = not is_me",
    "no_automatic_answer_is_a_touch": "create or replace view touches as from interactions",
    "no_health_without_two_way_contact": "create or replace macro health(as_of) as table "
    "select person_id, 50 as health from people",
    "no_interaction_with_me_or_a_robot": "create or replace view interactions as "
    "select message_id, sender_address as address from messages",
    "no_mail_is_both_stored_and_unreadable": "insert into unreadable_mail "
    "select account, folder, uid_validity, uid, null, '', '', 0, ''::blob, '', now(), null "
    "from sightings",
    "no_mail_is_both_stored_and_withheld": "insert into withheld_mail "
    "select account, folder, uid_validity, uid, 'forgotten', now() from sightings",
    "no_robot_is_a_person": "update addresses set is_robot = true",
    "every_outcome_has_its_message": "create or replace view introduction_outcomes as "
    "select 'm' as message_id, 'met' as outcome, null as outcome_message_id, "
    "now() as outcome_at, now() as introduced_at",
    "nobody_is_thanked_twice_or_for_nothing": "create or replace view thanks_owed as "
    "select 'm' as message_id",
    "no_question_is_open_that_was_answered": "create or replace view owed_replies as "
    "select message_id, person_id, timestamptz '1990-01-01' as sent_at from interactions",
    "nothing_is_owed_from_the_future": "create or replace view promises as "
    "select message_id, timestamptz '2100-01-01' as sent_at from messages",
    "nothing_is_owed_to_robots_crowds_or_sellers": "create or replace view promises as "
    "select message_id, 0::bigint as person_id from messages",
    "one_winning_kind_a_message": "update settled_kinds set kind = 'gossip'",
    "recipient_counts_are_true": "update messages set recipient_count = 7",
    "settled_days_together_are_true": "insert into settled_days_together "
    "values (1, date '2020-01-01')",
    "settled_interactions_are_true": "delete from settled_interactions",
    "settled_introduced_people_are_true": "insert into settled_introduced "
    "values ('m', 0, 'Nobody', null, false, null)",
    "settled_introductions_are_true": "insert into settled_introductions "
    "values ('m', 'made', 't', now(), 'by_me', null, null, null, null, true, [])",
    "settled_kinds_are_true": "update settled_kinds set kind = 'pitch'",
    "settled_mail_days_are_true": "update settled_mail_days set sent_count = 9",
    "the_owner_is_one_row": "insert into owner values ('Europe/Paris')",
}


@pytest.fixture
def log() -> Iterator[LogBuilder]:
    """A small sound log: a tie that cooled, a question, a correction, a robot, a letter."""
    with log_of_one_test() as log:
        anna = log.person("Anna Berg", "anna@north.example")
        for month in range(1, 7):
            first = log.received(f"2026-{month:02}-01", anna, new_text="words", asks=["words"])
            log.sent(f"2026-{month:02}-02", anna, new_text="words", reply_to=first)
        log.connection.execute("update messages set parent_ids = [thread_id]")
        log.received("2026-06-03", anna, is_auto_reply=True, new_text="words")
        log.received("2026-06-03", anna, kind="bulk", new_text="words")
        robot = log.robot("no-reply@shop.example")
        log.received("2026-06-03", robot, is_robot_sender=True, kind="bulk", new_text="words")
        log.mail("2026-06-03", ME, [ME], new_text="words")
        log.correction("2026-06-04", "sender", anna.address, "note")
        log.address_of(anna, "ab@web.example")
        log.correction("2026-06-04", "person", anna.address, "ab@web.example", subject="merge")
        log.correction("2026-06-04", "person", anna.address, "call", subject="log")
        log.connection.execute(
            "insert into logged_contacts "
            "select correction_id, target, value, made_at from corrections where subject = 'log'"
        )
        log.connection.execute(
            "insert into health_snapshots "
            "values ('2026-06-07', 1, 'steady', 'often', 90, 0.9, 50, 0)"
        )
        log.connection.execute("insert into snapshot_moves values ('2026-06-07', 1, 2)")
        log.connection.execute(
            "insert into sightings select 'a', 'INBOX', 1, 100 + row_number() over (), "
            "message_id, now(), [], [], now(), null from messages"
        )
        log.connection.execute("insert into cursors values ('a', 'INBOX', 1, 1, 200, null, now())")
        log.connection.execute(
            "insert into report_deliveries values "
            "('2026-W01', 'me', date '2026-01-04', 'id', 'sent', '', now(), now())"
        )
        yield log


def test_every_check_is_tested() -> None:
    """No claim without a log that breaks it."""
    assert set(SPOILED) == set(CHECKS)


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_is_silent_on_a_sound_log(log: LogBuilder, name: str) -> None:
    """It returns no row when all is well."""
    assert log.rows(CHECKS[name].read_text()) == []


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_speaks_on_a_spoiled_log(log: LogBuilder, name: str) -> None:
    """Its claim broken, it returns the rows that break it."""
    log.settle()
    log.connection.execute(SPOILED[name])

    assert log.connection.execute(CHECKS[name].read_text()).fetchall()


def test_the_checks_are_silent_on_an_empty_log() -> None:
    """A log just made has nothing wrong with it."""
    with log_of_one_test() as log:
        assert [name for name, path in CHECKS.items() if log.rows(_text(path))] == []


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_what_is_settled_step_by_step_is_as_if_settled_anew(log: LogBuilder) -> None:
    """New mail, a new person, an address that changes hands, a correction, a thread that grew."""
    log.settle()
    tom = log.person("Tom Okafor", "tom@south.example")
    anna = log.column("select person_id from people where email = 'anna@north.example'")[0]
    changes = (
        lambda: log.received("2026-06-05", tom, new_text="words"),
        lambda: log.connection.execute(
            "update person_addresses set person_id = ? where address = 'tom@south.example'", [anna]
        ),
        lambda: log.correction("2026-06-06", "sender", tom.address, "pitch"),
        lambda: log.connection.execute("update messages set thread_id = 'one'"),
    )
    for change in changes:
        change()
        for step in ("45_settle_kinds", "55_settle_interactions"):
            log.connection.execute(sql(f"steps/{step}"))
        for name in (name for name in CHECKS if name.startswith("settled_")):
            assert log.connection.execute(_text(CHECKS[name])).fetchall() == [], name
