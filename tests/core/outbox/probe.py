"""A fact and a subscriber to watch: each handling leaves a row and, outside the database, a line."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from cuulong.core.outbox.models import Subject
from cuulong.core.registry import Subscription, declare
from cuulong.lib.facts import Fact, Ref
from cuulong.lib.ids import uuid7

TRACES = "PROBE_TRACES"
HANDLED = "probe.handled"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ticked(Fact):
    """A clock ticked."""

    name: ClassVar[str] = "probe.ticked"
    clock: Ref
    number: int
    seconds: float = 0.0
    poison: bool = False


def handle(fact: Ticked) -> None:
    """Leave a line at once, a row when the transaction ends."""
    if traces := os.environ.get(TRACES):
        with Path(traces).open("a") as file:
            file.write(f"{fact.number}\n")
    time.sleep(fact.seconds)
    if fact.poison and not Path(os.environ.get(TRACES, "") + ".antidote").exists():
        raise RuntimeError("the tick is poisonous")
    Subject.objects.create(kind=HANDLED, uuid=uuid7(), last_sequence=fact.number)


def handled() -> list[int]:
    """The numbers whose handling was committed, in that order."""
    return list(Subject.objects.filter(kind=HANDLED).order_by("pk").values_list("last_sequence", flat=True))


declare(Subscription(code="probe.handle", fact=Ticked, handler=handle))
