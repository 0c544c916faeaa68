"""Article to reports, claims and tallies. Pure: text in, dataclasses out."""

from etl.parse.reader import read

__all__ = ["read"]
