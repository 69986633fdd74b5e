"""Which version a page shows (phiên bản đang xem)."""

from __future__ import annotations

from django.http import Http404

from cuulong.core.eforms.versions import V, chosen


def shown(versions: list[V], wanted: str) -> V:
    """The version that an address asks for, see `versions.chosen`; a page that is not there otherwise (chọn phiên bản)."""
    try:
        return chosen(versions, wanted)
    except LookupError as error:
        raise Http404 from error
