"""./bench statistics: what does a month of a province-year cost from the kept counts beside the dossiers? (đo thống kê)

`month from rollups over raw`: every figure of one month by agency, from the kept counts over counting the dossiers
themselves (aim: 0.02); both must be equal, and the bench refuses to say a number when they are not. `year from rollups
over raw`: the same for twelve months (no aim). 10^6 dossiers, or `--rows N`.
"""

from __future__ import annotations

import sys

import psycopg
from django.utils import timezone

from benches.ground import Measure, milliseconds, own_database, say, settle, show, without_indexes

MEASURES = ("month", "year")
ROWS, ROUNDS = 1_000_000, 5
TABLES = ("sys_services_dossier", "core_workflow_case", "core_workflow_step", "core_search_entry")


def main() -> None:
    rows = int(sys.argv[sys.argv.index("--rows") + 1]) if "--rows" in sys.argv else ROWS
    with own_database() as owner:
        from benches.rows import Province
        from cuulong.lib.dates import Period, PeriodKind
        from cuulong.systems.services.steering.actions.recount import recount, uncounted
        from cuulong.systems.services.steering.rollups import Scope, figures

        province = Province()
        say(f"building {rows:,} dossiers")
        with without_indexes(owner, *TABLES):
            province.grow(rows)
        settle(owner)
        now = timezone.now()
        last = Period.containing(timezone.localdate(), PeriodKind.MONTH)
        if figures([last.previous()], Scope(), (), now):  # a small bench has nothing but the running month
            last = last.previous()
        year = [last]
        while len(year) < 12:
            year.insert(0, year[0].previous())
        spans = dict(zip(MEASURES, ([last], year), strict=True))
        say("counting the dossiers")
        raw = {name: least(lambda m=months: figures(m, Scope(), ("agency",), now)) for name, months in spans.items()}
        true = {name: figures(months, Scope(), ("agency",), now) for name, months in spans.items()}
        for month in uncounted(now):
            say(f"keeping {month} took {milliseconds(lambda m=month: recount(m, now)):.0f} ms")
        with psycopg.connect(owner, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
        say("reading the kept counts")
        kept = {name: least(lambda m=months: figures(m, Scope(), ("agency",), now)) for name, months in spans.items()}
        for name, months in spans.items():
            assert figures(months, Scope(), ("agency",), now) == true[name], f"the kept counts of a {name} are not true"
            assert true[name], "the bench counts what is there"
        show([Measure(f"{name} from rollups over raw", "ms", kept[name], raw[name]) for name in MEASURES])


def least(work: object) -> float:
    """The best of some rounds: a neighbour on the machine disturbs some of them."""
    assert callable(work)
    return min(milliseconds(work) for _round in range(ROUNDS))


if __name__ == "__main__":
    main()
