"""Which version a page shows (phiên bản đang xem)."""

from __future__ import annotations

from django.http import Http404

from cuulong.core.eforms.versions import V, VersionState


def shown(versions: list[V], wanted: str) -> V:
    """The version numbered `wanted`; without a number the published one, else the newest (chọn phiên bản).

    `versions`: the newest first. Raises Http404.
    """
    if wanted:
        found = [version for version in versions if str(version.n) == wanted]
    else:
        found = [version for version in versions if version.state == VersionState.PUBLISHED] or versions
    if not found:
        raise Http404
    return found[0]
