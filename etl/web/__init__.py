"""The only network I/O of the pipeline: one polite, bounded, cookieless GET at a time, to addresses of the open internet."""

from etl.web.addresses import Target, Unsafe, allowances, target
from etl.web.client import Gate, Limits, Refused, Response, Web
from etl.web.robots import Robots, read_robots

__all__ = ["Gate", "Limits", "Refused", "Response", "Robots", "Target", "Unsafe", "Web", "allowances", "read_robots", "target"]
