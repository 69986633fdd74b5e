"""What each state form says of a dossier; Vietnamese in every language of the reader (nội dung mẫu phiếu)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from cuulong.core.organisations.models import Agency
from cuulong.core.workflow.queries import history
from cuulong.design import formats
from cuulong.lib.province import Province

from ..charges import fees_of
from ..co_signing import lines_of
from ..delivery import told
from ..models import Dossier, Proposal, Supplement
from ..paper_slots import paper_slots
from ..story import late
from .blocks import Block, Bold, Due, Printed, Signer, Table, line
from .sets import StateForm, form_for, sets


def day_of(dossier: Dossier) -> date:
    """The day whose set of forms a dossier keeps: of acceptance, else of filing (ngày chọn bộ mẫu)."""
    return timezone.localdate(dossier.accepted_at or dossier.filed_at or timezone.now())


def forms_of(dossier: Dossier) -> list[StateForm]:
    """The forms that this dossier has something to say in (mẫu in được của hồ sơ)."""
    day, found = day_of(dossier), sets()
    known = [kind for kind, has in HAS.items() if has(dossier)]
    return [form for kind in known if (form := form_for(kind, day, found))]


def filled_in(form: StateForm, dossier: Dossier) -> Printed | None:
    """A form of a dossier; None where there is nothing to print, or it is another set's (điền mẫu phiếu)."""
    if form != form_for(form.kind, day_of(dossier), sets()) or not HAS.get(form.kind, _never)(dossier):
        return None
    with translation.override("vi"):
        blocks, signers, agency = WORDING[form.kind](dossier)
        return put_on_sheet(form.title, agency, blocks, signers, foot=form.name, file_name=_file_name(form, dossier))


def put_on_sheet(
    title: str, agency: Agency | None, blocks: Iterable[Block], signers: Iterable[Signer | None] = (), **more: Any
) -> Printed:
    """Under the head of a body with its place and today (đầu phiếu)."""
    parent = agency.parent if agency else None
    return Printed(
        title=title,
        parent=parent.name if parent else "",
        agency=agency.name if agency else "",
        place=agency.place if agency else "",
        day=timezone.localdate(),
        blocks=tuple(blocks),
        signers=tuple(signers),
        **more,
    )


REGISTER_HEADS = (
    "STT", "Mã hồ sơ", "Thủ tục", "Tên, điện thoại", "Cơ quan chủ trì", "Nhận", "Hẹn trả", "Trả", "Phương thức",
    "Ký nhận",
)  # fmt: skip


def register_form(day: date) -> StateForm:
    """The register of the set that is printed on a day (mẫu sổ theo dõi)."""
    form = form_for("register", day, sets())
    assert form is not None
    return form


def register(agency: Agency | None, rows: Iterable[Dossier], first: date, last: date) -> Printed:
    """The register of a span of days (sổ theo dõi hồ sơ)."""
    form = register_form(last)
    with translation.override("vi"):
        lines = tuple(
            (
                str(n),
                row.code or "",
                row.version.name,
                f"{row.receiver_name}, {row.applicant_phone}",
                row.competent_agency.short_name if row.competent_agency else "",
                _column(row.accepted_at),
                _column(row.due_at),
                _column(row.returned_at),
                row.get_channel_display(),
                _given_to(row),
            )
            for n, row in enumerate(rows, 1)
        )
        span = line(f"Từ {formats.day(first)} đến {formats.day(last)}", centred=True)
        table = Table(REGISTER_HEADS, lines, (2, 8, 9, 8, 7, 5, 5, 5, 5, 6), name=form.title)
        name = f"so-theo-doi-{first:%Y%m%d}-{last:%Y%m%d}.pdf"
        return put_on_sheet(form.title, agency, (span, table), foot=form.name, wide=True, file_name=name)


def _given_to(dossier: Dossier) -> str:
    """Who has the result: a person, or the post and its number."""
    if hasattr(dossier, "returning"):
        return dossier.returning.receiver
    return str(dossier.posting) if hasattr(dossier, "posting") else ""


Wording = tuple[list[Block], list[Signer | None], Agency | None]


def _receipt(dossier: Dossier) -> Wording:
    agency = dossier.intake_agency
    name = agency.name if agency else ""
    accepted = dossier.transitions.filter(verb="accept").last()
    where = f", địa chỉ {dossier.applicant_address}" if dossier.applicant_address else ""
    given = [slot for slot in paper_slots(dossier) if slot["paper"]]
    papers = [(slot["name"], _kind_of(slot["paper"]), str(slot["paper"].quantity)) for slot in given]
    rows = tuple((str(n), *row) for n, row in enumerate(papers or [("Tờ khai điện tử", "Bản điện tử", "1")], 1))
    fees = "; ".join(f"{fee.rule.name}, {formats.money(fee.amount)}" for fee in fees_of(dossier))
    label, code = dossier.limit.get("label", ""), dossier.code or ""
    due = "Đang tạm dừng, sẽ báo ngày hẹn mới"
    if dossier.due_at:
        due = f"{formats.clock(dossier.due_at)}, {formats.weekday_day(dossier.due_at, True)}"
    how = f"{label[:1].upper()}{label[1:]}, đếm từ sau lúc tiếp nhận. Những ngày tạm dừng để chờ bổ sung không tính; "
    rating = _address("services:rate", dossier)
    signers = [each["who"].full_name for each in lines_of(dossier)]
    return (
        [
            line("Mã hồ sơ: ", Bold(code), centred=True),
            line(
                f"{name} đã nhận hồ sơ của: ",
                Bold(dossier.receiver_name),
                f", điện thoại {dossier.applicant_phone}{where}.",
            ),
            *([line(f"Cùng nộp: {', '.join(signers)}.")] if signers else []),
            line(f"Nội dung yêu cầu giải quyết: {dossier.version.name}."),
            line("1. Thành phần hồ sơ:"),
            Table(("STT", "Tên giấy tờ", "Loại", "Số lượng"), rows, (1, 7, 4, 2), name="Thành phần hồ sơ"),
            line("2. Số lượng hồ sơ: 01 bộ."),
            line(f"3. Thời hạn giải quyết theo quy định: {label}."),
            line(f"4. Nhận lúc: {formats.moment(dossier.accepted_at)}."),
            Due(
                "5. Hẹn trả kết quả trước",
                due,
                f"{how}khi đó có ngày hẹn mới.",
                _address("services:lookup", dossier),
                code,
            ),
            line(f"6. Nhận kết quả: {told(dossier)}"),
            line(f"7. Phí, lệ phí: {fees or 'không thu'}."),
            line(
                f"Xem hồ sơ đến đâu: quét mã bên trên, hoặc gọi {_help_line()} và đọc bốn số cuối ",
                Bold(code[-4:]),
                ".",
            ),
            Due(
                f"Khi có kết quả, ông/bà đánh giá việc phục vụ (không cần tài khoản): quét mã bên, hoặc vào {rating}",
                address=rating,
                title="Đánh giá",
            ),
        ],
        [
            Signer("NGƯỜI NỘP HỒ SƠ", dossier.applicant_name),
            Signer("NGƯỜI TIẾP NHẬN HỒ SƠ", accepted.actor_name if accepted else ""),
        ],
        agency,
    )


def _supplement(dossier: Dossier) -> Wording:
    supplement = dossier.supplements.last()
    assert supplement is not None
    rows = tuple((str(n), name) for n, name in enumerate(_asked(supplement, dossier) or ["Theo lý do dưới đây"], 1))
    return (
        [
            line(f"Số: {supplement.number}", centred=True),
            line("Hồ sơ mã ", Bold(dossier.code or ""), f" của {_who(dossier)}."),
            line(f"Nội dung yêu cầu giải quyết: {dossier.version.name}."),
            line("Yêu cầu bổ sung, hoàn thiện những nội dung sau:"),
            Table(("STT", "Thành phần hồ sơ"), rows, (1, 12), name="Nội dung bổ sung"),
            line(f"Lý do: {supplement.note}"),
            _ask_line(),
        ],
        [None, Signer("NGƯỜI HƯỚNG DẪN", supplement.requested_by)],
        dossier.intake_agency,
    )


def _refusal(dossier: Dossier) -> Wording:
    declined = dossier.transitions.filter(verb="decline").last()
    assert declined is not None
    name = dossier.intake_agency.name if dossier.intake_agency else ""
    return (
        [
            line(f"{name} đã xem hồ sơ mã ", Bold(dossier.code or ""), f" của {_who(dossier)}."),
            line(f"Nội dung yêu cầu giải quyết: {dossier.version.name}."),
            line(f"Không tiếp nhận hồ sơ với lý do: {declined.public_note}"),
            _ask_line(),
        ],
        [None, Signer("NGƯỜI TIẾP NHẬN HỒ SƠ", declined.actor_name)],
        dossier.intake_agency,
    )


def _apology(dossier: Dossier) -> Wording:
    proposal = _approved(dossier, "extend")
    assert proposal is not None
    assert proposal.due_after is not None
    name = dossier.intake_agency.name if dossier.intake_agency else ""
    new_date = f"{formats.clock(proposal.due_after)}, {formats.weekday_day(proposal.due_after, True)}"
    return (
        [
            line("Kính gửi: ", Bold(dossier.receiver_name), f", điện thoại {dossier.applicant_phone}."),
            line(
                f"Ngày {formats.day(dossier.accepted_at)}, {name} đã tiếp nhận hồ sơ mã ",
                Bold(dossier.code or ""),
                f" về việc: {dossier.version.name}. "
                f"Ngày hẹn trả kết quả đã ghi là {formats.moment(proposal.due_before)}.",
            ),
            line(f"Đến nay chưa giải quyết xong hồ sơ, vì: {proposal.reason}"),
            line("Cơ quan xin lỗi ông/bà về sự chậm trễ này và đề nghị gia hạn thời gian giải quyết."),
            Due(
                "Hẹn trả kết quả lại vào",
                new_date,
                address=_address("services:lookup", dossier),
                title=dossier.code or "",
            ),
            _ask_line(),
        ],
        [None, Signer("LÃNH ĐẠO CƠ QUAN GIẢI QUYẾT", proposal.decided_by)],
        dossier.competent_agency,
    )


def _stop(dossier: Dossier) -> Wording:
    proposal = _approved(dossier, "stop")
    assert proposal is not None
    name = dossier.competent_agency.name if dossier.competent_agency else ""
    return (
        [
            line("Kính gửi: ", Bold(dossier.receiver_name), f", điện thoại {dossier.applicant_phone}."),
            line(f"{name} đã nhận hồ sơ mã ", Bold(dossier.code or ""), f" về việc: {dossier.version.name}."),
            line(
                f"Nay thông báo dừng giải quyết hồ sơ này từ {formats.moment(proposal.decided_at)}, "
                f"với lý do: {proposal.reason}"
            ),
            _ask_line(),
        ],
        [None, Signer("LÃNH ĐẠO CƠ QUAN GIẢI QUYẾT", proposal.decided_by)],
        dossier.competent_agency,
    )


def _control(dossier: Dossier) -> Wording:
    rows = tuple(
        (
            step.agency.name if step.agency else "",
            formats.short_moment(step.happened_at),
            step.by_label,
            f"{step.get_kind_display()}: {title}"
            if (title := (step.action_title or {}).get("vi"))
            else step.get_kind_display(),
            step.note,
        )
        for step in history(dossier.ref)
    )
    about = f"Người nộp: {dossier.receiver_name}."
    if dossier.accepted_at:
        about += f" Tiếp nhận: {formats.short_moment(dossier.accepted_at)}."
    if dossier.due_at:
        about += f" Hẹn trả: {formats.short_moment(dossier.due_at)}."
    result = "đang giải quyết"
    if dossier.finished_at:
        when = "quá hạn" if late(dossier) else "đúng hạn hoặc trước hạn"
        result = f"{when}, {formats.moment(dossier.finished_at)}"
    heads = ("Cơ quan", "Giao, nhận lúc", "Người thực hiện", "Kết quả", "Ghi chú")
    return (
        [
            line("Mã hồ sơ: ", Bold(dossier.code or ""), centred=True),
            line(f"Thủ tục: {dossier.version.name}."),
            line(about),
            Table(heads, rows, (4, 3, 4, 4, 4), name="Quá trình giải quyết"),
            line(f"Kết quả giải quyết: {result}."),
        ],
        [],
        dossier.intake_agency,
    )


WORDING: dict[str, Callable[[Dossier], Wording]] = {
    "receipt": _receipt,
    "supplement": _supplement,
    "refusal": _refusal,
    "apology": _apology,
    "stop": _stop,
    "control": _control,
}

SHORT = {
    "receipt": gettext_lazy("Giấy tiếp nhận"),
    "supplement": gettext_lazy("Phiếu bổ sung"),
    "refusal": gettext_lazy("Phiếu từ chối"),
    "apology": gettext_lazy("Xin lỗi, hẹn lại"),
    "stop": gettext_lazy("Thông báo dừng"),
    "control": gettext_lazy("Phiếu kiểm soát"),
}

# Whether a dossier has something to say in a form of this kind.
HAS: dict[str, Callable[[Dossier], bool]] = {
    "receipt": lambda dossier: dossier.accepted_at is not None,
    "supplement": lambda dossier: dossier.supplements.last() is not None,
    "refusal": lambda dossier: dossier.transitions.filter(verb="decline").last() is not None,
    "apology": lambda dossier: _approved(dossier, "extend") is not None,
    "stop": lambda dossier: _approved(dossier, "stop") is not None,
    "control": lambda dossier: True,
}


def _never(_dossier: Dossier) -> bool:
    return False


def _approved(dossier: Dossier, matter: str) -> Proposal | None:
    return dossier.proposals.filter(matter=matter, decision="approved").last()


def _asked(supplement: Supplement, dossier: Dossier) -> list[str]:
    """What a request for more lists: papers, then questions to answer again."""
    names = {paper.key: paper.name for paper in dossier.version.rules.papers}
    questions = dossier.version.form.shape.fields
    papers = [names.get(key, key) for key in supplement.papers]
    return papers + [f"Khai lại: {questions[key].title('vi')}" for key in supplement.fields if key in questions]


def _who(dossier: Dossier) -> str:
    return f"{dossier.receiver_name}, điện thoại {dossier.applicant_phone}"


def _kind_of(paper: Any) -> str:
    return "Bản điện tử" if paper.source == "upload" else str(paper.get_source_display())


def _column(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%H:%M %d/%m/%Y}" if at else ""


def _address(route: str, dossier: Dossier) -> str:
    return f"{settings.BASE_URL}{reverse(route)}?ma={dossier.code}"


def _help_line() -> str:
    return str(Province(settings.PROVINCE_DIR).settings.get("help_line", ""))


def _ask_line() -> Block:
    return line(f"Cần hỏi thêm, gọi {_help_line()}.")


def _file_name(form: StateForm, dossier: Dossier) -> str:
    return f"{form.key}-{form.number}-{dossier.code or 'ban-nhap'}.pdf"
