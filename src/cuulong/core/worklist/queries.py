"""A person's desk, gathered from whatever is declared (bàn làm việc của một người)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cuulong.core.people.acting import Acting
from cuulong.core.registry import Worklist, declared
from cuulong.core.worklist.items import WorkItem
from cuulong.core.worklist.rules import Group, grouped, matches

PER_LIST = 200


@dataclass(frozen=True)
class Filters:
    """What the page's address asks for; empty means everything."""

    kind: str = ""
    agency: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.kind or self.agency or self.words)

    def take(self, kind: str, item: WorkItem) -> bool:
        """Whether a row of the list `kind` is wanted."""
        return (
            self.kind in ("", kind)
            and self.agency in ("", item.agency_name)
            and matches(self.words, item.title, item.detail, item.person, item.task)
        )


@dataclass(frozen=True)
class Desk:
    """What waits for one person.

    `kinds`: the lists that hold something, with their whole counts; `total` is their sum. `groups` hold what was
    asked for, `shown` how many that is; `fetched` how many were looked at, at most 200 of each list.
    """

    kinds: tuple[tuple[Worklist, int], ...]
    agencies: tuple[str, ...]
    groups: dict[Group, list[WorkItem]]
    total: int
    fetched: int

    @property
    def shown(self) -> int:
        return sum(len(rows) for rows in self.groups.values())

    @property
    def is_cut(self) -> bool:
        return self.fetched < self.total


def lists() -> list[Worklist]:
    """Every declared list in its order."""
    return sorted(declared(Worklist).values(), key=lambda one: (one.order, one.code))


def desk(acting: Acting, now: datetime, filters: Filters | None = None) -> Desk:
    """What waits for a person, by how soon it is due (bàn làm việc).

    As many queries as the declared lists make, however much is waiting.
    """
    wanted = filters or Filters()
    counted = [(one, one.count(acting)) for one in lists()]
    holding = [(one, count) for one, count in counted if count]
    rows = [(one.code, item) for one, _count in holding for item in one.items(acting, PER_LIST)]
    return Desk(
        kinds=tuple(holding),
        agencies=tuple(sorted({item.agency_name for _kind, item in rows})),
        groups=grouped((item for kind, item in rows if wanted.take(kind, item)), now),
        total=sum(count for _one, count in holding),
        fetched=len(rows),
    )


def waiting_count(acting: Acting) -> int:
    """How much waits for a person, for the menu (số việc chờ)."""
    return sum(one.count(acting) for one in lists())
