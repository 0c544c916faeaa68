"""Article to reports, claims and tallies. Pure: text in, dataclasses out."""

from etl.parse.reader import make_ready, read

__all__ = ["make_ready", "read"]
