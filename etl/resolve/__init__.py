"""Reports to incidents. Pure: rows in, dataclasses out."""
