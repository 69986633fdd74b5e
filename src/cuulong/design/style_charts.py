"""Sample charts of the style page; the figures are invented (biểu đồ mẫu)."""

from django.utils.translation import gettext as _

from . import charts


def on_time() -> charts.Chart:
    """A line with a target (đúng hẹn theo tháng)."""
    months = ["10|2025", "11", "12", "1|2026", "2", "3", "4", "5", "6", "7", "8", "9"]
    shares = [92.4, 93.1, 94.0, 90.2, 88.6, 91.9, 93.8, 94.4, 95.6, 95.9, 96.4, 97.1]
    return charts.line(
        _("Trả đúng hẹn vượt mục tiêu 4 tháng liền"),
        list(zip(months, shares, strict=True)),
        measure=_("Trả đúng hẹn"),
        note=_("Tỷ lệ hồ sơ trả đúng hẹn, theo tháng."),
        unit="%",
        target=(_("Mục tiêu 95%"), 95),
        floor=85,
        remarks={4: _("88,6% (Tết)")},
        file_name="dung-hen",
    )


def held() -> charts.Chart:
    """Stacked bars with remarks (hồ sơ đang giữ)."""
    rows = [
        ("Phường Trà Vinh", [313, 40, 18]),
        ("Phường Bến Tre", [287, 30, 9]),
        ("Phường Long Châu", [242, 21, 3]),
        ("Xã Càng Long", [170, 24, 14]),
        ("Xã Cái Nhum", [98, 6, 0]),
    ]
    return charts.bars(
        _("Phường Trà Vinh và xã Càng Long giữ 32 trên 44 hồ sơ quá hạn"),
        rows,
        keys=[_("Còn hạn"), _("Đến hạn trong 1 ngày"), _("Quá hạn")],
        note=_("Hồ sơ đang giữ, 5 nơi nhiều nhất"),
        remarks={label: _("%(n)s quá hạn") % {"n": values[2]} for label, values in rows if values[2]},
        file_name="dang-giu",
    )


def waiting() -> charts.Chart:
    """Bars beside what is allowed (thời gian từng bước)."""
    rows = [
        (_("Tiếp nhận"), [0.6]),
        (_("Thẩm định"), [5.1]),
        (_("Ký"), [2.4]),
        (_("Trả kết quả"), [0.3]),
    ]
    return charts.bars(
        _("Mọi bước đều nhanh hơn thời gian cho phép"),
        rows,
        keys=[_("Số ngày")],
        note=_("Số ngày làm việc ở mức giữa (trung vị); vạch đứng là thời gian cho phép"),
        unit=" " + _("ngày"),
        places=1,
        limits={_("Tiếp nhận"): 1, _("Thẩm định"): 6, _("Ký"): 3, _("Trả kết quả"): 0.5},
        file_name="tung-buoc",
    )
