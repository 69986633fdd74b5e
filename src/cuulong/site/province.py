"""The province of this installation (tỉnh)."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from cuulong.lib.province import Province


@cache
def province() -> Province:
    return Province(settings.PROVINCE_DIR)
