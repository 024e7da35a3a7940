"""A store that a run holds from batch to batch keeps nobody else out for long."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from flows.errors import LogBusy
from flows.held_store import HeldStore
from flows.locks import is_wanted
from flows.log_paths import LogPaths
from flows.store import Store, open_store
from logs import lay_empty_log


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return lay_empty_log(tmp_path / "log.duckdb")


def run_count(store: Store) -> int:
    (row,) = store.reader.dicts("select count(*) as n from runs")
    return int(row["n"])


def is_free(file: Path, wait_seconds: float = 0.0) -> bool:
    try:
        with open_store(file, wait_seconds):
            return True
    except LogBusy:
        return False


def test_it_stays_open_from_one_use_to_the_next(file: Path) -> None:
    with HeldStore(file) as held:
        with held.opened() as first:
            first.begin_run("a", "sync-mail")
        assert not is_free(file)
        with held.opened() as second:
            assert second is first
    assert is_free(file)


def test_it_is_given_back_also_while_nothing_is_stored(file: Path) -> None:
    """A server that answers nothing for minutes keeps no `rapport correct` waiting."""
    with HeldStore(file) as held:
        with held.opened():
            pass
        assert is_free(file, wait_seconds=10)
        with held.opened() as store:  # and is there again when it is needed
            store.begin_run("a", "sync-mail")
    with open_store(file) as store:
        assert run_count(store) == 1


def test_it_is_given_back_for_a_moment_to_who_waits_for_it(file: Path) -> None:
    """`rapport correct` in the middle of a long sync waits for one batch, not for all."""
    with HeldStore(file) as held, ThreadPoolExecutor(1) as executor:
        with held.opened():
            other = executor.submit(is_free, file, wait_seconds=30)
            while not is_wanted(LogPaths(file).write_lock):
                time.sleep(0.01)
        assert other.result(timeout=10)
        with held.opened() as store:
            store.begin_run("a", "sync-mail")
        assert not is_free(file)  # and it is held again, now that nobody wants it


def test_an_error_closes_it_and_loses_nothing(file: Path) -> None:
    with HeldStore(file) as held:
        with pytest.raises(RuntimeError, match="broke"), held.opened() as store:
            _begin_and_break(store)
        assert is_free(file)
        with held.opened() as store:
            assert run_count(store) == 1


def test_what_fails_while_it_closes_for_others_is_said_at_the_next_use(file: Path) -> None:
    """A disk that is full must not pass for a run that went well."""
    with HeldStore(file) as held:
        with held.opened():
            held._held[0].callback(_raise)  # type: ignore[index]
        assert is_free(file, wait_seconds=10)
        deadline = time.monotonic() + 10
        while held._failure is None and time.monotonic() < deadline:
            time.sleep(0.01)
        with pytest.raises(OSError, match="full"), held.opened():
            pass
    assert LogPaths(file).live.exists()


def _begin_and_break(store: Store) -> None:
    store.begin_run("a", "sync-mail")
    raise RuntimeError("it broke")


def _raise() -> None:
    raise OSError("the disk is full")
