"""./bench worklist: does an official's desk open as quickly with a hundred times the dossiers? (đo bàn làm việc)

`p95 desk`: the 95th percentile of opening the whole desk at 10^6 dossiers, or `--rows N`, over that at 10^4 (aim: 1.3).
Twenty specialists of twenty communes by turns, forty steps waiting for each.
"""

from __future__ import annotations

import sys

from benches.ground import Measure, own_database, say, settle, show, without_indexes
from benches.lookup import LARGE, SMALL, TABLES, p95, works

MEASURES = ("desk",)


def main() -> None:
    with own_database() as owner:
        from benches.rows import Province

        province = Province()
        found: list[float] = []
        for size in (SMALL, int(sys.argv[sys.argv.index("--rows") + 1]) if "--rows" in sys.argv else LARGE):
            say(f"building {size:,} dossiers")
            with without_indexes(owner, *TABLES):
                province.grow(size)
            settle(owner)
            say("measuring")
            found.append(p95(works(province, "worklist")))
        floor, figure = found
        show([Measure("p95 desk 10^6 over 10^4", "ms", figure, floor)])


if __name__ == "__main__":
    main()
