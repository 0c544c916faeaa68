"""Everything an operator may set: environment variables TRUCE_*, or a file .env. Only this module reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parent.parent  # the checkout, wherever `truce` is called from


class BadSetting(Exception):
    """A setting that can't be; the message names it, what it is, and why it can't."""


class Settings(BaseSettings):
    """Defaults run one machine with the embedded Postgres."""

    model_config = SettingsConfigDict(env_prefix="TRUCE_", env_file=ROOT / ".env", extra="ignore")

    home: Path = Field(Path(".truce"), validate_default=True,
                       description="Folder of the embedded server, its passwords, Airflow's home and logs; beside the Makefile if relative")
    database_url: str | None = Field(None, description="A Postgres to use instead of the embedded one, as postgresql://…")
    database: str = Field("truce", description="Database name on the embedded server")
    reader_timeout: int = Field(60, ge=1, description="Seconds a query of truce_reader may run")
    contact: str = Field("https://github.com/trucewatch", description="Address in the User-Agent, for the sites we fetch from")
    allow_hosts: str = Field("", description="Comma-separated hosts (or host:port) fetched although private or loopback")
    host_delay: float = Field(5.0, ge=0, description="Seconds between two requests to one host")
    history_delay: float = Field(15.0, ge=0, description="Seconds between two requests to one host for imported addresses")
    robots: bool = Field(True, description="Obey robots.txt")
    connect_timeout: float = Field(10.0, gt=0, description="Seconds to connect")
    read_timeout: float = Field(20.0, gt=0, description="Seconds to wait for a byte")
    total_timeout: float = Field(60.0, gt=0, description="Seconds for a whole response")
    max_bytes: int = Field(10_000_000, gt=0, description="Largest response, before and after decompression")
    poll_min_minutes: int = Field(10, ge=1, description="Shortest interval between two polls of a feed")
    poll_max_minutes: int = Field(1440, ge=1, description="Longest interval between two polls of a feed")
    look_again_hours: int = Field(48, ge=0, description="Hours since a page last changed in which it is asked for again; 0 never does")
    retain_days: int = Field(0, ge=0, description="Days to keep raw pages; 0 keeps them for ever")
    workers: int = Field(2, ge=1, description="Workers each verb is mapped over by Airflow")
    batch: int = Field(50, ge=1, description="Items a worker takes at once")

    @field_validator("home")
    @classmethod
    def _beside_the_makefile(cls, value: Path) -> Path:
        return ROOT / value.expanduser()

    @field_validator("database_url")
    @classmethod
    def _empty_is_none(cls, value: str | None) -> str | None:
        return value or None


@cache
def settings() -> Settings:
    """The settings of this process, read once. Raises BadSetting."""
    try:
        return Settings()
    except ValidationError as fault:
        wrong = "; ".join(f"TRUCE_{str(e['loc'][0]).upper()} is '{e['input']}': {e['msg'].lower()}" for e in fault.errors())
        raise BadSetting(f"{wrong} (set in the environment or in {ROOT / '.env'})") from None


def inherited() -> dict[str, str]:
    """The environment of this process, for a child."""
    return dict(os.environ)


def override(values: Mapping[str, object]) -> None:
    """Change settings for this process and the children it starts from now on."""
    os.environ.update({f"TRUCE_{name.upper()}": str(value) for name, value in values.items()})
    settings.cache_clear()
