"""How the result reaches its people, as data and as words (hình thức nhận kết quả)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .models import Dossier, ReturnWay


@dataclass(frozen=True)
class Delivery:
    """What somebody chose; `name`, `phone`, `address`: to whom the post brings it (cách nhận kết quả)."""

    way: str = ""
    name: str = ""
    phone: str = ""
    address: str = ""

    @classmethod
    def of(cls, dossier: Dossier) -> Delivery:
        return cls(dossier.result_way, dossier.post_name, dossier.post_phone, dossier.post_address)


def told(dossier: Dossier) -> str:
    """The choice as a sentence, for pages, sheets and the story (cách nhận kết quả)."""
    counter = dossier.intake_agency.name if dossier.intake_agency else _("quầy tiếp nhận")
    match dossier.result_way:
        case ReturnWay.SCREEN:
            return _("Bản điện tử trong trang hồ sơ.")
        case ReturnWay.COUNTER:
            return _("Tại %(counter)s.") % {"counter": counter}
        case ReturnWay.POST:
            return _("Qua bưu chính, tới %(name)s, %(address)s, điện thoại %(phone)s.") % {
                "name": dossier.post_name,
                "address": dossier.post_address,
                "phone": dossier.post_phone,
            }
    return _("Bản điện tử trong trang hồ sơ, hoặc tại %(counter)s.") % {"counter": counter}
