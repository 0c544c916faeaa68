"""Feeds: bytes → entries, and when to poll next. Pure."""

from etl.feeds.reading import BadFeed, FeedReading, parse_feed, plain
from etl.feeds.schedule import (
    FAILING,
    MOST_LOOKS,
    SUCCESSES,
    FeedState,
    PollResult,
    conditions,
    next_look,
    next_state,
    retry_after,
)

__all__ = ["FAILING", "MOST_LOOKS", "SUCCESSES", "BadFeed", "FeedReading", "FeedState", "PollResult", "conditions", "next_look",
           "next_state", "parse_feed", "plain", "retry_after"]
