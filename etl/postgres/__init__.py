"""The embedded Postgres: made, leased by the processes that need it, stopped by the last one to leave."""

from .programs import PostgresError, program
from .server import Server, lease, remove, running, start, stop

__all__ = ["PostgresError", "Server", "lease", "program", "remove", "running", "start", "stop"]
