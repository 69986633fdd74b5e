"""Lists of the file store (danh sách tệp)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cuulong.design.tables import Column, Table


class Quarantine(Table):
    """Infected uploads, newest first (tệp bị cách ly)."""

    caption = _("Tệp bị cách ly")
    order = "-found_at"
    file_name = "tep-cach-ly"
    empty_title = _("Chưa có tệp nào bị cách ly")
    empty_text = _("Tệp có mã độc do người dùng gửi lên sẽ nằm ở đây, không ai mở được.")

    found_at = Column(_("Phát hiện lúc"), "found_at", sort="found_at", kind="moment")
    name = Column(_("Tên tệp"), "name", sort="name")
    threat = Column(_("Mã độc"), "threat", sort="threat", kind="code")
    size = Column(_("Cỡ (byte)"), "size", sort="size", kind="number")
    sha256 = Column(_("SHA-256"), "sha256", template="files/parts/sha256_cell.html")
