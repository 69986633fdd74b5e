"""What search declares to the house (khai báo)."""

from __future__ import annotations

from cuulong.core.registry import Job, RouteSample, declare

from .spelling import learn_words


def every_night() -> None:
    """The job of the worker."""
    learn_words()


declare(
    Job(code="search.words", cron="40 2 * * *", run=every_night),
    RouteSample(code="search:results", role="specialist", query="q=giay phep"),
)
