"""The slip that goes with a result: who has it, how that was checked, who signed (phiếu trả kết quả)."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation

from cuulong.core.files.store import read
from cuulong.design import formats
from cuulong.published.ports.results import results

from ..models import Dossier, Returning, State
from .blocks import Bold, Line, Printed, Signer, line
from .wording import put_on_sheet

DOTS = "…" * 20


def return_slip(dossier: Dossier) -> Printed | None:
    """The slip of a result that is there: filled in once it was handed over, to sign by hand before (điền phiếu)."""
    if dossier.state not in (State.ISSUED, State.RETURNED):
        return None
    given = Returning.objects.select_related("signature").filter(dossier=dossier).first()
    with translation.override("vi"):
        blocks = [
            line("Mã hồ sơ: ", Bold(dossier.code or ""), centred=True),
            line(f"Thủ tục: {dossier.version.name}."),
            line("Người nộp: ", Bold(dossier.receiver_name), f", điện thoại {dossier.applicant_phone}."),
            line(f"Kết quả: {_result(dossier)}."),
            *_receiver(given),
        ]
        url = reverse("services:signature_image", args=[dossier.uuid])
        signers = [
            Signer(
                "NGƯỜI NHẬN KẾT QUẢ",
                given.receiver if given else "",
                picture=read(given.signature) if given and given.signature else b"",
                picture_url=url if given and given.signature else "",
            ),
            Signer("NGƯỜI TRẢ KẾT QUẢ", given.by if given else ""),
        ]
        name = f"phieu-tra-ket-qua-{dossier.code}.pdf"
        return put_on_sheet("Phiếu trả kết quả", dossier.intake_agency, blocks, signers, file_name=name)


def _result(dossier: Dossier) -> str:
    issued = results().find(dossier.ref)
    kind = "văn bản từ chối giải quyết" if dossier.refused else "văn bản kết quả"
    return f"{kind} số {issued.number}" if issued and issued.number else kind


def _receiver(given: Returning | None) -> list[Line]:
    if given is None:
        return [
            line(f"Người nhận kết quả: {DOTS}. Bốn số cuối căn cước: ……"),
            line(f"Giấy ủy quyền, giấy giới thiệu (khi nhận thay): {DOTS}"),
            line("Nhận lúc: …… giờ ……, ngày …… tháng …… năm ……"),
        ]
    card = f", căn cước …{given.number_end}" if given.number_end else ""
    lines = [line("Người nhận kết quả: ", Bold(given.receiver), f"{card}.")]
    if given.authority:
        lines.append(line(f"Nhận thay theo: {given.authority}."))
    lines.append(line(f"Nhận lúc: {formats.moment(given.at)}."))
    if given.signed:
        lines.append(line(f"Cách ký nhận: {given.get_signed_display()}."))
    return lines
