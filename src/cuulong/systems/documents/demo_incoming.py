"""Fictional incoming documents at every state, made by the same verbs as real ones (văn bản mẫu)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache, partial

import typst
from django.db.models import Q
from django.utils import timezone

from cuulong.core.files.store import store
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.signatures import typesetting

from .finding.actions.import_register import preview, take
from .finding.models import Batch
from .incoming.actions import handle, take_back
from .incoming.actions.assign import assign
from .incoming.actions.close import close
from .incoming.actions.give_back import give_back
from .incoming.actions.hand_out import hand_out
from .incoming.actions.instruct import instruct
from .incoming.actions.propose import propose
from .incoming.actions.register import register
from .incoming.actions.take_in import take_in
from .incoming.arrival import Arrival, Brought
from .incoming.models import Asked, Channel, Incoming
from .incoming.plan import Plan
from .incoming.queries import colleagues_of, told
from .records.models import Document, Part

WARD, DEPARTMENT = "commune-29551", "so-nong-nghiep-va-moi-truong"
PAGE = """
#set page(paper: "a4", margin: (left: 3cm, rest: 2cm))
#set text(font: ("Tinos", "Libertinus Serif"), lang: "vi", size: 13pt)
#grid(columns: (1fr, 1fr), align: center, upper(text(weight: "bold", sys.inputs.issuer)),
  [*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM* \\ *Độc lập - Tự do - Hạnh phúc*])
#v(6mm)
#grid(columns: (1fr, 1fr), align: center, [Số: #sys.inputs.number \\ #text(11pt)[V/v #sys.inputs.subject]], emph(sys.inputs.day))
#v(1cm)
Kính gửi: các cơ quan, đơn vị liên quan.
#v(4mm)
Đề nghị các cơ quan, đơn vị #sys.inputs.subject và báo cáo kết quả theo thời hạn đã nêu.
#v(2cm)
#align(center, text(fill: gray)[Văn bản mẫu của bản trình diễn, không có giá trị pháp lý.])
"""
Advance = Callable[[Document], Document]
OLD = """Số, ký hiệu;Ngày văn bản;Trích yếu;Cơ quan ban hành
12/QĐ-UBND;15/03/2019;phân công nhiệm vụ mẫu của bản trình diễn;UBND thị xã Mẫu
27 QĐ-UBND;02/04/2019;kiện toàn tổ công tác mẫu;UBND thị xã Mẫu
45/UBND-VX;20/05/2019;tổ chức ngày hội đọc sách mẫu;UBND thị xã Mẫu
;21/06/2019;thư mời không ghi số;UBND thị xã Mẫu
46/UBND-VX;31/02/2019;dòng ghi sai ngày;UBND thị xã Mẫu
"""


def load_demo_incoming() -> None:
    """A ward's and a department's incoming documents, and one old register; left alone once there are any."""
    if Incoming.objects.exclude(channel=Channel.INSIDE).exists():
        return
    for slug in (WARD, DEPARTMENT):
        agency = Agency.objects.filter(slug=slug, appointments__role="clerk").distinct().first()
        if agency is not None:
            Cast(agency).play()
    ward = Agency.objects.filter(slug=WARD).first()
    if ward is not None and not Batch.objects.exists():
        _old_register(ward)


@cache
def page(issuer: str, number: str, day: str, subject: str) -> bytes:
    """A one-page letter that says it is a sample."""
    said = {"issuer": issuer, "number": number, "day": day, "subject": subject}
    pdf = typst.compile(PAGE.encode(), font_paths=typesetting.fonts(), sys_inputs=said)
    assert isinstance(pdf, bytes)
    return pdf


class Cast:
    """The demo officials of one body, who do what their steps ask (vai diễn)."""

    def __init__(self, agency: Agency) -> None:
        self.agency, self.n = agency, 0
        self.clerk, self.office = self._who("clerk"), self._who("chief_of_office")
        self.leader = self._who("signer")
        # The unit with a head and somebody to do the work.
        heads = Account.objects.filter(is_demo=True, appointments__role="head_of_division")
        units = Agency.objects.filter(
            parent=agency, appointments__role="head_of_division", appointments__account__in=heads
        )
        self.units = list(units.distinct().order_by("slug"))
        self.lead = next((one for one in self.units if colleagues_of(one, timezone.localdate()).exists()), None)

    def _who(self, role: str) -> Acting | None:
        here = Q(appointments__agency=self.agency) | Q(appointments__agency__parent=self.agency)
        account = Account.objects.filter(here, appointments__role=role, is_demo=True).order_by("pk").first()
        return Acting.of(account) if account else None

    def play(self) -> None:
        """Every state once or more (diễn)."""
        if self.clerk is None:
            return
        for channel, subject, urgency, days in ARRIVING:
            self.came(subject, channel=channel, urgency=urgency, days=days)
        self._give_back()
        if self.office is None or self.leader is None or self.lead is None:
            return
        for subject, advances in self._plan():
            document = self.registered(subject)
            for advance in advances:
                document = advance(document)
        self._asked()

    def came(self, subject: str, *, channel: str = Channel.COUNTER, urgency: int = 0, days: int = 0) -> Document:
        self.n += 1
        at, issuer = self.at(days), ISSUERS[self.n % len(ISSUERS)]
        day, number = timezone.localdate(at) - timedelta(days=2), f"{100 + self.n}/{NOTATIONS[self.n % len(NOTATIONS)]}"
        assert self.clerk is not None
        words = f"ngày {day:%d} tháng {day:%m} năm {day:%Y}"
        file = store(page(issuer, number, words, subject), name=f"van-ban-{100 + self.n}.pdf", acting=self.clerk)
        said = Arrival(
            channel=channel, number=number, issued_on=day, issuer_name=issuer, kind_name="Công văn", subject=subject,
            urgency=urgency, pages=1, signer_name="Người Ký Mẫu", signer_position="Phó Giám đốc",
            due_at=at + timedelta(days=10),
        )  # fmt: skip
        return take_in(said, agency=self.agency, acting=self.clerk, at=at, files=[Brought(Part.MAIN, file)], again=True)

    def registered(self, subject: str) -> Document:
        document = self.came(subject, days=3)
        assert self.clerk is not None
        return register(document, acting=self.clerk, at=self.at(3) + timedelta(minutes=30))

    def at(self, days: int) -> datetime:
        """Some days ago; the numbered documents lie apart."""
        return timezone.now() - timedelta(days=days, minutes=60 - self.n)

    def plan(self, text: str = "Giao đơn vị tham mưu văn bản trả lời.") -> Plan:
        others = tuple(one for one in self.units if one != self.lead)
        return Plan(lead=self.lead, joint=others[:1], text=text, due_at=timezone.now() + timedelta(days=7))

    def _plan(self) -> list[tuple[str, list[Advance]]]:
        asked: list[Advance] = [self._propose]
        told_to: list[Advance] = [*asked, self._instruct]
        working: list[Advance] = [*told_to, self._assign]
        return [
            ("góp ý dự thảo quy chế phối hợp mẫu", []),
            ("báo cáo số liệu chuyển đổi số quý IV", []),
            ("rà soát nhà ở ven kênh", asked),
            ("tổ chức tập huấn an toàn thông tin", asked),
            ("kiểm tra an toàn thực phẩm dịp cuối năm", told_to),
            ("đề nghị cung cấp hồ sơ đất công", working),
            ("phối hợp giải quyết kiến nghị của người dân", working),
            ("tháo gỡ vướng mắc thủ tục xây dựng", [self._hand_out]),
            ("đăng ký thi đua năm sau", [*working, self._close]),
            ("thông báo lịch tiếp công dân", [self._file_away]),
        ]

    def _propose(self, document: Document) -> Document:
        assert self.office
        return propose(document, self.plan("Kính trình lãnh đạo."), acting=self.office, at=self.at(2))

    def _instruct(self, document: Document) -> Document:
        assert self.leader
        return instruct(document, self.plan(), acting=self.leader, at=self.at(1))

    def _hand_out(self, document: Document) -> Document:
        assert self.office
        return hand_out(document, self.plan(), acting=self.office, at=self.at(1))

    def _assign(self, document: Document) -> Document:
        assert self.lead
        head = Account.objects.filter(
            appointments__role="head_of_division", appointments__agency=self.lead, is_demo=True
        )
        person = colleagues_of(self.lead, timezone.localdate()).first()
        document = assign(document, person, acting=Acting.of(head[0]), at=self.at(1), text="Anh/chị tham mưu.")
        self._report(document)
        return document

    def _report(self, document: Document) -> None:
        """The first joint unit has told what it did; of the others one has only looked."""
        for unit in self.units:
            someone = Account.objects.filter(appointments__agency=unit, appointments__role="head_of_division").first()
            share = told(Acting.of(someone)).filter(instruction__document=document).first() if someone else None
            if share is None or someone is None:
                continue
            handle.see(document, acting=Acting.of(someone), at=self.at(0))
            if self.n % 2:
                handle.report(share, "Đã cung cấp số liệu.", acting=Acting.of(someone), at=self.at(0))

    def _close(self, document: Document) -> Document:
        assert self.lead
        person = colleagues_of(self.lead, timezone.localdate())[0]
        return close(document, "Đã đăng ký thi đua.", acting=Acting.of(person), at=self.at(0))

    def _file_away(self, document: Document) -> Document:
        assert self.office
        return close(document, "Lưu để biết.", acting=self.office, at=self.at(0))

    def _give_back(self) -> None:
        assert self.clerk
        document = self.came("gửi nhầm báo cáo của đơn vị khác", channel=Channel.POST, days=1)
        give_back(document, "Văn bản gửi cho cơ quan khác.", acting=self.clerk, at=self.at(0))

    def _asked(self) -> None:
        """One that the sender wants back, one it had back."""
        machine = Acting.system("demo")
        ask = partial(take_back.ask_back, what=Asked.TAKE_BACK, reason="Số liệu trong phụ lục bị sai.", acting=machine)
        ask(self._instruct(self._propose(self.registered("kế hoạch duy tu đường mẫu"))), at=self.at(0))
        gone = ask(self.registered("danh sách dự họp mẫu"), at=self.at(0))
        assert self.clerk
        take_back.agree(gone, acting=self.clerk, at=self.at(0))


ARRIVING = [
    (Channel.AXIS, "đề nghị góp ý kế hoạch phòng, chống hạn mặn", 0, 0),
    (Channel.POST, "mời dự hội nghị sơ kết mẫu", 0, 0),
    (Channel.COUNTER, "ứng phó triều cường đang lên", 1, 0),
    (Channel.MAIL, "cung cấp thông tin đầu mối", 0, 3),
]
ISSUERS = ("Sở Xây dựng tỉnh Mẫu", "Ủy ban nhân dân xã Thử Nghiệm", "Sở Nội vụ tỉnh Mẫu")
NOTATIONS = ("SXD-QLN", "UBND-VP", "SNV-TCBC")


def _old_register(ward: Agency) -> None:
    """An old register that was taken in, with rows that are odd or wrong (sổ cũ mẫu)."""
    account = Account.objects.filter(is_demo=True, appointments__role="clerk", appointments__agency=ward).first()
    if account is None:
        return
    acting, at = Acting.of(account), timezone.now()
    batch = preview(OLD.encode(), name="so-cu-2019.csv", agency=ward, direction="in", issuer="", acting=acting, at=at)
    take(batch, acting=acting, at=at)
