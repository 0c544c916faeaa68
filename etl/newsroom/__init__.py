"""The bundled sample: a loopback server of feeds and pages for the demo and the tests, all written by this project."""

from .server import Newsroom, serve

__all__ = ["Newsroom", "serve"]
