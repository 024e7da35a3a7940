"""`rapport serve`: both schedules, by prefect.serve with module entrypoints.

Module entrypoints because file entrypoints put flows/ first on sys.path for good, where
its files would shadow other packages (DESIGN fact 2).
"""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Timer

from prefect import serve
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from flows.prefect_records import end_dead_runs, is_nothing_planned
from flows.prefect_server import log_of_server
from flows.settings import Settings
from flows.sync import sync_mail
from flows.weekly_report import weekly_report

SECONDS_TO_PLAN = 300.0
"""By then a server that plans at all has planned the next runs: seen here after one minute."""
_NAME = "rapport"

_log = logging.getLogger(__name__)


def deployments(settings: Settings, config: Path, log_file: Path) -> tuple[RunnerDeployment, ...]:
    """The two schedules, in the owner's time zone.

    ``paused=False`` and not pausing at shutdown: by default `serve` pauses its schedules
    when it stops, and they stay so after a restart (PrefectHQ/prefect #16363).
    """
    parameters = {"config": str(config.absolute()), "log_file": str(log_file.absolute())}
    planned = ((sync_mail, settings.schedule.sync), (weekly_report, settings.schedule.letter))
    return tuple(
        RunnerDeployment.from_flow(
            flow,
            name=_NAME,
            schedule=Cron(cron, timezone=settings.time_zone),
            parameters=parameters,
            paused=False,
            entrypoint_type=EntrypointType.MODULE_PATH,
            enforce_parameter_schema=False,
            work_pool_name=settings.prefect.work_pool,
        )
        for flow, cron in planned
    )


def serve_schedules(settings: Settings, config: Path, log_file: Path) -> None:
    """Runs until it is told to stop; what is under way then is ended, and nothing is lost.

    One run at a time: of those that were missed asleep the first cancels the others before they
    begin, and a letter that is due with a sync knows the mail of that day.
    """
    planned = deployments(settings, config, log_file)
    end_dead_runs(log_file)
    if settings.prefect.work_pool:
        for deployment in planned:
            deployment.apply()
        return
    watch = Timer(SECONDS_TO_PLAN, _say_where_nothing_is_planned)
    watch.daemon = True
    watch.start()
    try:
        serve(*planned, pause_on_shutdown=False, print_starting_message=False, limit=1)
    finally:
        watch.cancel()


def _say_where_nothing_is_planned() -> None:
    """Else whoever serves would wait for ever for mail that is never read."""
    if is_nothing_planned(_NAME):
        _log.warning(
            "Prefect's server has planned no run yet, so nothing is synced and no letter sent. "
            "Its log may say why: %s. Until then `rapport sync` and `rapport report` do the same.",
            log_of_server(),
        )
