"""The bundled sample: a loopback server of feeds and pages for the demo and the tests."""
