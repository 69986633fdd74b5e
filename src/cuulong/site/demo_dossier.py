"""The six steps of one dossier, with a door into each (sáu bước của một hồ sơ)."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cuulong.core.people.models import Account
from cuulong.core.signatures.models import Issued
from cuulong.lib.facts import Ref
from cuulong.systems.services.dossiers.models import Dossier


@dataclass(frozen=True)
class Step:
    """What happens and where to see it; `account` is whose screen it is, None when it is everybody's."""

    title: str
    text: str
    url: str
    account: Account | None = None


def six_steps() -> list[Step]:
    """The steps that the newest sealed demo dossier took, each as the person who did it sees it.

    Without such a dossier the doors lead to where each of them works.
    """
    issued = Issued.objects.filter(subject_kind=Dossier.ref_kind, withdrawn_at=None).order_by("-pk").first()
    dossier = Dossier.objects.filter(uuid=issued.subject_uuid).first() if issued else None
    who = _who_did(dossier) if dossier else {}
    desk = reverse("services:workspace", args=[dossier.uuid]) if dossier else reverse("worklist:desk")
    verify = reverse("signatures:verify_issued", args=[issued.code]) if issued else reverse("signatures:verify")
    return [
        Step(
            _("Tìm thủ tục, nộp ở nhà"),
            _("Gõ không dấu, khai từng bước, gửi tệp, nộp phí bằng VietQR."),
            reverse("services:procedures") + "?q=giay+phep+xay+nha",
        ),
        Step(
            _("Quầy kiểm tra, tiếp nhận"),
            _("Thiếu thì yêu cầu bổ sung một lần; đủ thì hẹn ngày, đồng hồ bắt đầu chạy."),
            desk if dossier else reverse("services:counter"),
            who.get("accept"),
        ),
        Step(
            _("Chuyên viên giải quyết, hỏi ý kiến song song"),
            _("Dừng đồng hồ phải có lý do. Ngày hẹn giải thích được từng dòng."),
            desk,
            who.get("propose_issue"),
        ),
        Step(
            _("Lãnh đạo ký số"),
            _("Lớp xác thực thứ hai và chứng thư số; chữ ký PAdES."),
            desk,
            who.get("sign"),
        ),
        Step(
            _("Văn thư cấp số, đóng dấu"),
            _("Số không trùng, không nhảy; con dấu đỏ phủ một phần ba chữ ký."),
            desk if dossier else reverse("registers:all"),
            who.get("number_and_seal"),
        ),
        Step(_("Ai cũng kiểm tra được"), _("Mã trên giấy, hoặc tệp tải lên. Đổi một byte là lộ."), verify),
    ]


def _who_did(dossier: Dossier) -> dict[str, Account]:
    """The demo people behind each act of a dossier."""
    acts = dict(dossier.transitions.values_list("verb", "actor"))
    people = [Ref.parse(actor).uuid for actor in acts.values() if actor.startswith(f"{Account.ref_kind}:")]
    accounts = {str(one.ref): one for one in Account.objects.filter(is_demo=True, uuid__in=people)}
    return {verb: accounts[actor] for verb, actor in acts.items() if actor in accounts}
