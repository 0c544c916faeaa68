"""Article to reports, claims and tallies. Pure: text in, dataclasses out."""
