"""Trucewatch: ceasefire violations as the news tells them, each value tied to the words it came from."""
