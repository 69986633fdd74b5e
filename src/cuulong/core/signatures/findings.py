"""What the checks of a file add up to, in words (kết quả xác minh)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from .rules import NUMBER, ORGANISATION, PERSON, State, Verdict, verdict


@dataclass(frozen=True)
class Check:
    """One thing that was looked at (một mục kiểm tra). `decides`: whether it counts for the verdict."""

    code: str
    state: State
    title: str
    text: str
    decides: bool = True


@dataclass(frozen=True)
class SignatureReport:
    """One signature of the file (một chữ ký)."""

    field: str
    signer: str
    issuer: str
    serial: str
    signed_at: datetime | None
    stamped: bool
    reason: str
    intact: bool
    content: State
    content_text: str
    trust: State
    trust_text: str
    time: State
    time_text: str

    @property
    def title(self) -> str:
        """What the signature stands for on a letter."""
        titles = {PERSON: _("Người ký"), NUMBER: _("Số và ngày"), ORGANISATION: _("Dấu của cơ quan")}
        return titles.get(self.field, _("Chữ ký %(field)s") % {"field": self.field})

    @property
    def state(self) -> State:
        states = (self.content, self.trust)
        return State.BAD if State.BAD in states else State.UNKNOWN if State.UNKNOWN in states else State.GOOD


@dataclass(frozen=True)
class Report:
    """The verdict on one file (kết luận xác minh)."""

    verdict: Verdict
    headline: str
    lead: str
    checks: tuple[Check, ...] = ()
    signatures: tuple[SignatureReport, ...] = field(default=())
    number: str = ""

    @property
    def by(self) -> str:
        """Whose paper it is: the organisation's signature, else the last one."""
        sealed = [each for each in self.signatures if each.field == ORGANISATION] or list(self.signatures[-1:])
        return sealed[0].signer if sealed else ""

    @property
    def person(self) -> SignatureReport | None:
        """The leader's signature, else the first one."""
        return next(
            (each for each in self.signatures if each.field == PERSON), self.signatures[0] if self.signatures else None
        )


def unreadable(*, was_signed: bool) -> Report:
    """For a file that cannot be read as a PDF."""
    if was_signed:
        text = _("Phần ghi chữ ký không đọc được nữa")
        return Report(
            Verdict.BROKEN,
            _("Tệp này đã bị sửa sau khi ký"),
            _(
                "Đừng dùng tệp này để làm thủ tục hay giao dịch. Tệp từng có chữ ký số nhưng cấu trúc đã hỏng hoặc bị sửa."
            ),
            (Check("content", State.BAD, _("Nội dung"), text),),
        )
    return Report(
        Verdict.UNKNOWN,
        _("Chưa kết luận được"),
        _("Tệp không phải PDF đọc được nên chưa kiểm tra được chữ ký."),
    )


def unsigned() -> Report:
    """For a PDF without any signature."""
    return Report(
        Verdict.UNKNOWN,
        _("Chưa kết luận được"),
        _("Tệp PDF này không có chữ ký số. Bản in hoặc bản chụp không kiểm tra được bằng cách này."),
        (Check("content", State.UNKNOWN, _("Nội dung"), _("Không có chữ ký số nào để so")),),
    )


def of(
    signatures: tuple[SignatureReport, ...], *, empty_fields: list[str], number: str, extra: tuple[Check, ...] = ()
) -> Report:
    """Add the signatures of a file up."""
    checks = (
        _worst("content", _("Nội dung"), [(s.content, s.content_text) for s in _nearest(signatures)]),
        _worst("signer", _("Người ký"), [(s.trust, s.trust_text) for s in signatures]),
        _worst("time", _("Thời điểm ký"), [(s.time, s.time_text) for s in signatures], decides=False),
        *_completeness(empty_fields),
        *extra,
    )
    draft = Report(
        verdict([c.state for c in checks if c.decides or c.state == State.BAD]), "", "", checks, signatures, number
    )
    headline, lead = _words(draft)
    return Report(draft.verdict, headline, lead, checks, signatures, number)


def _nearest(signatures: tuple[SignatureReport, ...]) -> tuple[SignatureReport, ...]:
    """The signature that tells most closely when the content changed.

    A changed byte breaks the signatures made after its place in the file, the first of them most closely; an update
    breaks those made before it, the last most closely.
    """
    bad = [each for each in signatures if each.content == State.BAD]
    if not bad:
        return signatures
    altered = [each for each in bad if not each.intact]
    return (altered[0] if altered else bad[-1],)


def _worst(code: str, title: str, found: list[tuple[State, str]], *, decides: bool = True) -> Check:
    order = (State.BAD, State.UNKNOWN, State.GOOD)
    state = min((s for s, _text in found), key=order.index)
    texts = list(dict.fromkeys(text for s, text in found if s == state))
    return Check(code, state, title, " ".join(texts), decides)


def _completeness(empty_fields: list[str]) -> tuple[Check, ...]:
    """An electronic original bears the person's and the organisation's signature (NĐ 30/2020, điều 5)."""
    lacking = {NUMBER: _("số và ngày"), ORGANISATION: _("dấu của cơ quan"), PERSON: _("chữ ký của người có thẩm quyền")}
    names = [lacking[name] for name in empty_fields if name in lacking]
    if not names:
        return ()
    text = _("Văn bản còn thiếu %(what)s") % {"what": ", ".join(names)}
    return (Check("complete", State.UNKNOWN, _("Đủ chữ ký"), text),)


def _words(report: Report) -> tuple[str, str]:
    by = {"by": report.by}
    bad = {check.code for check in report.checks if check.state == State.BAD}
    if "content" in bad:
        return _("Tệp này đã bị sửa sau khi ký"), _(
            "Đừng dùng tệp này để làm thủ tục hay giao dịch. Chữ ký thuộc về %(by)s, nhưng nội dung không còn là bản đã ký."
        ) % by
    if "force" in bad:
        return _("Giấy này không còn hiệu lực"), _(
            "Giấy do %(by)s cấp và còn nguyên vẹn, nhưng đã bị thu hồi hoặc thay thế."
        ) % by
    if bad:
        return _("Chữ ký trên tệp này không có giá trị"), _(
            "Đừng dùng tệp này để làm thủ tục hay giao dịch. Xem mục có dấu chéo dưới đây để biết vì sao."
        )
    if report.verdict == Verdict.VALID:
        lead = (
            _("Từ lúc ký đến nay, nội dung chưa bị thay đổi và giấy chưa bị thu hồi.")
            if any(check.code == "force" for check in report.checks)
            else _("Từ lúc ký đến nay, nội dung chưa bị thay đổi.")
        )
        return _("Đúng giấy %(by)s cấp, còn nguyên vẹn") % by, lead
    return _("Chưa kết luận được"), _("Nội dung chưa thấy bị sửa, nhưng còn mục dưới đây chưa xác định được.")
