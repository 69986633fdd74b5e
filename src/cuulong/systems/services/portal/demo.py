"""Messages of a fictional portal for the demo province (thông điệp trình diễn)."""

from __future__ import annotations

from typing import Any

from .models import Crossing, Standing, Way
from .rules import SYNC


def load_demo_crossings() -> None:
    """One message that waits for a person: its procedure is not filed here (thông điệp vướng)."""
    body = {"MaHoSo": "H61.00-261008-0001", "MaTTHC": "9.999999", "TenTTHC": "Thủ tục chưa mở ở tỉnh",
            "ChuHoSo": "Nguyễn Văn Thử", "TrangThaiHoSo": "1"}  # fmt: skip
    Crossing.objects.get_or_create(
        way=Way.IN,
        code=body["MaHoSo"],
        digest="demo",
        defaults={
            "service": SYNC,
            "body": body,
            "standing": Standing.STUCK,
            "attempts": 1,
            "last_error": "Không có thủ tục đang áp dụng mang mã này.",
        },
    )


def sample_crossing() -> dict[str, Any]:
    return {"uuid": Crossing.objects.filter(digest="demo").get().uuid}
