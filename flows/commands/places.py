"""Which settings and which log a command speaks of.

Settings are imported where they are needed: a command that only reads a log is there in a
third of the time without them.
"""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from flows.locations import default_config_file, default_log_file
from flows.log_paths import behind_links

if TYPE_CHECKING:
    from flows.settings import Settings


def config_file(options: Namespace) -> Path:
    """The config file that was named, or the default one (which need not exist)."""
    return options.config if options.config is not None else default_config_file()


def needed_settings(options: Namespace) -> Settings:
    """Settings for a command that cannot do without; raises SettingsError."""
    from flows.settings import load_settings

    return load_settings(config_file(options))


def ready_settings(options: Namespace) -> Settings:
    """Settings for a command that logs in: every password's variable must be set."""
    from flows.errors import SettingsError
    from flows.settings import check_secrets

    settings = needed_settings(options)
    problems = check_secrets(settings)
    if problems:
        raise SettingsError(problems)
    return settings


def optional_settings(options: Namespace) -> Settings:
    """Settings where there are some, else the defaults; a file that was named must be there."""
    from flows.settings import Settings, load_settings

    path = config_file(options)
    if options.config is None and not path.exists():
        return Settings()
    return load_settings(path)


def log_file(options: Namespace, settings: Settings) -> Path:
    """The log: --db, else as config.toml says, else the default place."""
    return behind_links(Path(options.db) if options.db is not None else settings.log_file)


def readable_log(options: Namespace) -> Path:
    """The log of a command that only reads; config.toml is opened only if it decides."""
    if options.db is not None:
        return behind_links(Path(options.db))
    if options.config is None and not config_file(options).exists():
        return behind_links(default_log_file())
    return log_file(options, optional_settings(options))
