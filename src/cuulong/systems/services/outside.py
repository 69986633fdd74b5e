"""What services offer to systems outside: scopes, operations, facts they may hear of (khai báo kết nối)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Announcement, ApiPart, LogPhrase, Scope, declare
from cuulong.published.facts import services as facts

from .catalogue.api import router as procedures
from .dossiers.api import router as dossiers

TOLD: dict[type[facts.DossierEvent], Any] = {
    facts.DossierSent: _("Hồ sơ được nộp hoặc đã bổ sung"),
    facts.SupplementRequested: _("Yêu cầu bổ sung"),
    facts.DossierAccepted: _("Hồ sơ được tiếp nhận"),
    facts.ClockStopped: _("Tạm dừng tính thời hạn"),
    facts.ClockResumed: _("Tiếp tục giải quyết"),
    facts.ResultIssued: _("Đã có kết quả"),
    facts.ResultReturned: _("Đã trả kết quả"),
    facts.DossierDeclined: _("Không tiếp nhận"),
    facts.DossierExtended: _("Gia hạn, hẹn lại ngày trả"),
    facts.DossierStopped: _("Dừng giải quyết"),
    facts.DossierTransferred: _("Chuyển cơ quan giải quyết"),
    facts.DossierWithdrawn: _("Người nộp rút hồ sơ"),
}
declare(
    Scope(code="procedures.read", title=_("Xem thủ tục")),
    Scope(code="dossiers.read", title=_("Xem hồ sơ")),
    Scope(code="dossiers.file", title=_("Nộp và bổ sung hồ sơ")),
    Scope(code="dossiers.work", title=_("Xử lý hồ sơ")),
    Scope(code="results.read", title=_("Lấy kết quả và kết luận chữ ký")),
    ApiPart(code="services.procedures", router=procedures),
    ApiPart(code="services.dossiers", router=dossiers),
    LogPhrase(code="services.api.file", sentence=_("Nhận tệp của hệ thống kết nối, SHA-256 {sha256}")),
    *(Announcement(code=one.name, fact=one, title=title, scope="events.read") for one, title in TOLD.items()),
)
