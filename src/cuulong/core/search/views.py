"""The screen of results (màn hình tìm kiếm)."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from cuulong.core.people.access import PersonRequest, official_required
from cuulong.core.registry import Searchable, declared
from cuulong.lib.vietnamese import clean

from .find import Hits, find
from .highlight import highlighted

SHOWN = 60


@official_required()
def results(request: PersonRequest) -> HttpResponse:
    """What was found, by kind; the one bearer of a code opens at once (kết quả tìm kiếm)."""
    asked = clean(request.GET.get("q", ""))[:200]
    known = declared(Searchable)
    kind = request.GET.get("kind", "")
    kinds = [kind] if kind in known else None
    hits = find(request.acting, asked, kinds=kinds, limit=SHOWN)
    if hits.exact and len(hits.items) == 1:
        return redirect(hits.items[0].url)
    return render(
        request,
        "search/results.html",
        {
            "asked": asked,
            "hits": hits,
            "groups": _groups(hits),
            "kinds": [{"code": code, "title": one.title, "current": kinds == [code]} for code, one in known.items()],
            "kind": kind if kinds else "",
            "shown": SHOWN,
        },
    )


def _groups(hits: Hits) -> list[dict[str, Any]]:
    """Kinds in the order of their best hit, each with its hits best first."""
    best = {hit.kind: n for n, hit in reversed(list(enumerate(hits.items)))}
    in_order = sorted(hits.items, key=lambda hit: best[hit.kind])
    return [
        {
            "title": declared(Searchable)[kind].title,
            "items": [
                {
                    "url": hit.url,
                    "title": highlighted(hit.title, hits.words),
                    "summary": highlighted(hit.summary, hits.words),
                    "at": hit.at,
                }
                for hit in found
            ],
        }
        for kind, found in groupby(in_order, key=lambda hit: hit.kind)
    ]
