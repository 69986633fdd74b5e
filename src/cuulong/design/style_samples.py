"""Invented people, dossiers and figures for the style page (dữ liệu mẫu)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from .forms import DateBoxes, Hinted, Upload


@dataclass(frozen=True)
class SampleCell:
    """One day of a sample strip, shaped as lib.working_time shapes it (ô ngày mẫu)."""

    day: dt.date
    kind: str
    reason: str = ""
    is_today: bool = False


def cells(first: dt.date, kinds: str, today: dt.date) -> list[SampleCell]:
    """One letter a day: r received, u used, p paused, o off, l left, d due, x late (dải ngày mẫu)."""
    names = {"r": "received", "u": "used", "p": "paused", "o": "day_off", "l": "left", "d": "due", "x": "late"}
    days = [(first + dt.timedelta(days=n), names[letter]) for n, letter in enumerate(kinds)]
    reasons = {"paused": gettext_noop("chờ bổ sung bản vẽ")}
    return [SampleCell(day, kind, reasons.get(kind, ""), day == today) for day, kind in days]


TODAY = dt.date(2026, 10, 20)
STRIP = cells(dt.date(2026, 10, 9), "roouuuppoouullloold", TODAY)
LATE_STRIP = cells(dt.date(2026, 10, 14), "ruuoodx", TODAY)
LONG_STRIP = cells(dt.date(2026, 10, 9), "roouuuppoouullloollllloollllloollllloolllld", TODAY)


def at(day: int, hour: int = 17, minute: int = 0) -> dt.datetime:
    """A moment in the sample month (thời điểm mẫu)."""
    return dt.datetime(2026, 10, day, hour, minute, tzinfo=timezone.get_default_timezone())


TIMELINE: list[dict[str, Any]] = [
    {"title": _("Nộp qua mạng"), "meta": _("Thứ Năm 8/10, 14:10"), "status": "done"},
    {
        "title": _("Phường tiếp nhận"),
        "meta": _("Thứ Sáu 9/10, 8:05 · bà Phạm Thị Ví Dụ"),
        "status": "done",
        "url": "/design/frames/receipt/",
        "link_text": _("Giấy tiếp nhận và hẹn trả (PDF, 64 KB)"),
    },
    {
        "title": _("Chờ ông/bà bổ sung bản vẽ"),
        "meta": _("Yêu cầu chiều 14/10, ông/bà gửi lại chiều 16/10"),
        "text": _("Mặt cắt bị mờ, không đọc được số đo. Đã nhận bản rõ."),
        "status": "paused",
    },
    {
        "title": _("Đang thẩm định bản vẽ"),
        "meta": _("Từ thứ Hai 19/10 · ông Lê Giả Định, Phòng Kinh tế, Hạ tầng và Đô thị"),
        "status": "now",
    },
    {"title": _("Lãnh đạo phường ký số"), "text": _("Dự kiến 23 đến 27/10"), "status": "ahead"},
    {"title": _("Trả kết quả"), "text": _("Bản điện tử gửi vào VNeID, kèm tin nhắn"), "status": "ahead"},
]

PROCEDURE_FACTS = [
    {"label": _("Có kết quả sau"), "value": _("10 ngày làm việc"), "note": _("tính từ ngày sau khi tiếp nhận")},
    {"label": _("Lệ phí"), "value": "75.000 đ", "note": _("nộp khi nhận kết quả")},
    {"label": _("Nơi giải quyết"), "value": _("Xã, phường"), "note": _("nơi có thửa đất")},
    {"label": _("Cách nộp"), "value": _("Qua mạng, tại quầy"), "note": _("nộp đâu cũng như nhau")},
]

STATS = [
    {"label": _("Hồ sơ nhận"), "value": "41.580", "note": _("tăng 4% so với tháng 8")},
    {"label": _("Trả đúng hẹn"), "value": "97,1%", "note": _("1.206 hồ sơ trễ")},
    {"label": _("Nộp qua mạng"), "value": "63%", "note": _("37% vẫn đến quầy")},
    {"label": _("Trễ chưa gửi thư xin lỗi"), "value": "17", "note": _("Xem 17 hồ sơ"), "url": "#", "late": True},
]

FILE_FACTS = [
    (_("Người nộp"), "Trần Văn Mẫu"),
    (_("Giấy tờ đã nộp"), _("4 tệp")),
    (_("Lệ phí"), _("75.000 đ, nộp khi nhận kết quả")),
    (_("Nhận kết quả"), _("Qua VNeID")),
]

TOPICS = [
    ("balloon", _("Sinh con, nuôi con"), _("Khai sinh, thẻ bảo hiểm y tế cho trẻ, nhận cha mẹ con")),
    ("house-door", _("Đất và nhà"), _("Giấy phép xây nhà, sang tên, tách thửa, cấp đổi giấy chứng nhận")),
    ("shop", _("Buôn bán, làm ăn"), _("Đăng ký hộ kinh doanh, giấy an toàn thực phẩm")),
    ("heart", _("Kết hôn, gia đình"), _("Đăng ký kết hôn, xác nhận tình trạng hôn nhân")),
    ("water", _("Ruộng vườn, ghe tàu"), _("Hỗ trợ sau thiên tai, đăng ký tàu cá, mã vùng trồng")),
    ("cash-coin", _("Trợ cấp, người có công"), _("Trợ cấp hằng tháng, mai táng phí, hộ nghèo")),
    ("mortarboard", _("Học hành"), _("Chuyển trường, miễn giảm học phí, cấp lại bằng")),
    ("briefcase", _("Việc làm, lao động"), _("Trợ cấp thất nghiệp, giấy phép lao động")),
    ("file-earmark-check", _("Giấy tờ, chứng thực"), _("Bản sao từ sổ gốc, chứng thực chữ ký, trích lục")),
]

MENU: list[dict[str, Any]] = [
    {
        "title": "",
        "items": [{"url": "/design/frames/desk/", "label": _("Bàn làm việc"), "icon": "clipboard-check", "count": 14}],
    },
    {
        "title": _("Hệ thống"),
        "items": [
            {"url": "#1", "label": _("Một cửa"), "icon": "folder"},
            {"url": "#2", "label": _("Tiếp nhận"), "count": 6},
            {"url": "#3", "label": _("Đang giải quyết"), "count": 41},
            {"url": "#4", "label": _("Đã trả kết quả")},
            {"url": "#5", "label": _("Văn bản đi, đến"), "icon": "envelope-paper", "count": 9},
            {"url": "/design/frames/workspace/", "label": _("Ký số"), "icon": "pen", "count": 5},
            {"url": "#7", "label": _("Phản ánh 1022"), "icon": "chat-left-dots", "count": 2},
            {"url": "#8", "label": _("Danh mục thủ tục"), "icon": "journal-text"},
        ],
    },
    {
        "title": _("Theo dõi"),
        "items": [
            {"url": "/design/frames/dashboard/", "label": _("Kết quả phục vụ"), "icon": "bar-chart"},
            {"url": "#9", "label": _("Nhật ký"), "icon": "clock-history"},
        ],
    },
]


def menu(path: str) -> list[dict[str, Any]]:
    """The sample menu with the current page marked (mục lục mẫu)."""
    return [
        {"title": group["title"], "items": [item | {"current": item["url"] == path} for item in group["items"]]}
        for group in MENU
    ]


class HouseForm(forms.Form):
    """One page of a building permit, to show every kind of field (biểu mẫu mẫu)."""

    sheet = forms.CharField(label=_("Tờ bản đồ"), initial="14")
    plot = forms.CharField(label=_("Thửa số"), initial="237")
    area = forms.DecimalField(
        label=_("Diện tích xây dựng tầng trệt"),
        max_value=120,
        localize=True,
        error_messages={
            "max_value": _("Thửa đất rộng 120 m². Kiểm tra lại số 860, có thể thiếu dấu phẩy: 86,0"),
            "required": _("Nhập diện tích, ví dụ 86,0"),
        },
    )
    floors = forms.IntegerField(
        label=_("Số tầng"),
        help_text=_("Tính cả tầng trệt, không tính tầng lửng và mái."),
        error_messages={"required": _("Nhập số tầng, ví dụ 2")},
    )
    close = forms.ChoiceField(
        label=_("Nhà có xây sát vách nhà bên cạnh không?"),
        choices=[
            ("yes", Hinted(_("Có"), _("Cần thêm bản cam kết an toàn ở bước sau"))),
            ("no", _("Không")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn Có hoặc Không")},
    )
    born = forms.DateField(
        label=_("Ngày sinh"),
        help_text=_("Ví dụ 27 10 1968"),
        widget=DateBoxes(attrs={"autocomplete": "bday"}),
        error_messages={"required": _("Nhập đủ ngày, tháng, năm"), "invalid": _("Nhập đủ ngày, tháng, năm")},
    )
    receive = forms.ChoiceField(
        label=_("Nhận kết quả"),
        choices=[("vneid", _("Qua VNeID")), ("counter", _("Tại quầy")), ("post", _("Qua bưu điện"))],
        required=False,
    )
    drawing = forms.FileField(
        label=_("Bản vẽ thiết kế"),
        help_text=_("PDF hoặc ảnh, mỗi tệp không quá 20 MB. Chụp thẳng từ trên xuống, thấy đủ bốn góc tờ giấy."),
        widget=Upload(
            kept=[
                {"name": "mat-bang-mat-dung.pdf", "size": 3_200_000, "note": _("đã tải lên, đọc rõ"), "remove": "1"},
                {
                    "name": "mat-cat.jpg",
                    "size": 1_900_000,
                    "bad": _("Ảnh mờ, không đọc được số đo."),
                    "note": _("Chụp lại ở chỗ sáng, giữ máy yên."),
                    "remove": "2",
                },
            ]
        ),
        error_messages={"required": _("Chụp lại bản vẽ mặt cắt, ảnh bị mờ")},
    )
    note = forms.CharField(label=_("Lời nhắn cho cán bộ"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    sure = forms.BooleanField(
        label=_("Tôi đã xem lại và thấy đúng"),
        error_messages={"required": _("Đánh dấu khi ông/bà đã xem lại")},
    )


OFFICIAL = {"name": "Lê Giả Định", "position": _("Chuyên viên"), "agency": _("Phường Long Châu"), "unread": 3}

TABS = [
    {"url": "#1", "label": _("Chờ tôi làm"), "count": 14, "current": True},
    {"url": "#2", "label": _("Chờ người dân"), "count": 5},
    {"url": "#3", "label": _("Tôi đang theo dõi"), "count": 22},
    {"url": "#4", "label": _("Đã xong tuần này"), "count": 31},
]

RECEIPT = {
    "agency": {
        "parent": "Ủy ban nhân dân phường Long Châu",
        "name": "Trung tâm Phục vụ hành chính công",
        "number": "147/TNHS",
    },
    "place": "Long Châu",
    "day": dt.date(2026, 10, 9),
    "papers": [
        "Đơn đề nghị cấp giấy phép xây dựng",
        "Bản vẽ thiết kế: mặt bằng, mặt đứng, mặt cắt",
        "Cam kết an toàn với nhà liền kề",
    ],
}

PERMIT = {
    "agency": {"parent": "Ủy ban nhân dân", "name": "Phường Long Châu", "number": "…/GPXD"},
    "place": "Long Châu",
    "day": dt.date(2026, 10, 23),
}

VERIFIED = [
    (_("Tên"), _("Giấy phép xây dựng số 00/2026/GPXD")),
    (_("Cấp cho"), "Ông T••• V•• M••"),
    (_("Người ký"), _("Bùi Thị Giả Sử, Phó Chủ tịch UBND phường")),
    (_("Ký lúc"), _("9:12, thứ Sáu 23/10/2026")),
]

CHECKS = [
    (_("Nội dung"), _("Trùng từng chữ với bản phường đã ký")),
    (_("Người ký"), _("Chứng thư số còn hạn và chưa bị thu hồi lúc ký")),
    (_("Thời điểm ký"), _("Có dấu thời gian của tổ chức độc lập")),
    (_("Hiệu lực"), _("Giấy phép chưa bị thu hồi hay thay thế")),
]

CERTIFICATE = [
    (_("Chứng thư số"), _("Bùi Thị Giả Sử, còn hạn đến 03/2028")),
    (_("Ký với tư cách"), _("KT. Chủ tịch, Phó Chủ tịch")),
]

SHORT_TIMELINE = [
    {"title": _("Tiếp nhận"), "meta": "9/10", "status": "done"},
    {"title": _("Thẩm định"), "meta": "19–22/10", "status": "done"},
    {"title": _("Lãnh đạo ký"), "meta": _("từ chiều 22/10"), "status": "now"},
    {"title": _("Trả kết quả"), "status": "ahead"},
]

CONSEQUENCES = [
    _("Phường dừng xem xét hồ sơ H61.31-261009-0147."),
    _("Lệ phí chưa nộp nên không phải hoàn."),
    _("Giấy tờ đã gửi được giữ 30 ngày, ông/bà có thể nộp lại mà không phải tải lên lần nữa."),
]

DESK = [
    {
        "title": _("Quá hạn, 1 việc"),
        "rows": [
            {
                "title": _("Tách thửa, thửa 88 tờ 9"),
                "code": "H61.31-261002-0098",
                "who": "Võ Thị Giả Thử",
                "work": _("Trả lời ý kiến Văn phòng đất đai"),
                "due": at(19),
                "left": _("Trễ 1 ngày"),
                "level": "late",
                "why": "#why",
                "verb": _("Làm tiếp"),
                "css": "is-late",
                "strip": LATE_STRIP,
            }
        ],
    },
    {
        "title": _("Hôm nay, 2 việc"),
        "rows": [
            {
                "title": title,
                "code": code,
                "who": who,
                "work": work,
                "due": at(20),
                "left": _("Còn 7 giờ làm việc"),
                "level": "soon",
                "verb": verb,
                "css": "is-soon",
            }
            for title, code, who, work, verb in (
                (
                    _("Sửa nhà, nâng tầng"),
                    "H61.31-261013-0162",
                    "Huỳnh Văn Tưởng",
                    _("Thẩm định bản vẽ"),
                    _("Thẩm định"),
                ),
                (
                    _("Xác nhận quy hoạch"),
                    "H61.31-261016-0188",
                    "Thạch Thị Mô Phỏng",
                    _("Kiểm tra, ghi kết quả"),
                    _("Kiểm tra"),
                ),
            )
        ],
    },
    {
        "title": _("Tuần này, 11 việc"),
        "rows": [
            {
                "title": title,
                "code": code,
                "who": who,
                "work": work,
                "due": at(day),
                "left": left,
                "level": "ok",
                "verb": verb,
            }
            for title, code, who, work, day, left, verb in (
                (
                    _("Giấy phép xây nhà ở, thửa 237"),
                    "H61.31-261009-0147",
                    "Trần Văn Mẫu",
                    _("Thẩm định bản vẽ"),
                    22,
                    _("Còn 2 ngày"),
                    _("Thẩm định"),
                ),
                (
                    _("Số nhà mới"),
                    "H61.31-261015-0179",
                    "Lâm Văn Thử",
                    _("Soạn quyết định"),
                    23,
                    _("Còn 3 ngày"),
                    _("Soạn"),
                ),
                (
                    _("Hộ kinh doanh, đổi địa điểm"),
                    "H61.31-261015-0180",
                    "Kim Thị Minh Họa",
                    _("Soạn giấy chứng nhận"),
                    23,
                    _("Còn 3 ngày"),
                    _("Soạn"),
                ),
            )
        ],
    },
]
