"""Charts of the tree (biểu đồ)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cuulong.core.organisations.queries import Counts
from cuulong.design import charts, formats


def communes_through_time(points: Sequence[Counts]) -> charts.Chart:
    """Communes after each change of their number: 109 → 107 → 102 → 124 (số xã, phường qua các lần sắp xếp)."""
    numbers = [points[0].communes] if points else []
    kept = list(points[:1])
    for point in points[1:]:
        if point.communes != numbers[-1]:
            numbers.append(point.communes)
            kept.append(point)
    if len(numbers) > 1:
        title = _("Số đơn vị cấp xã: %(numbers)s") % {"numbers": " → ".join(formats.number(n) for n in numbers)}
    else:
        title = _("Số đơn vị cấp xã không đổi")
    return charts.bars(
        title,
        [(formats.day(point.day), [point.communes]) for point in kept],
        keys=[_("Đơn vị cấp xã")],
        note=_("Đếm từ danh sách đơn vị tại từng ngày: cuối năm đầu tiên, rồi sau mỗi lần sắp xếp."),
        file_name="so-don-vi-cap-xa",
    )
