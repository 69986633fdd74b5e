"""Fictional suggestions, complaints, a denunciation, and ratings of the demo's history (dữ liệu mẫu)."""

from __future__ import annotations

import random
from datetime import timedelta

from django.utils import timezone

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.lib.province import Province

from ..demo_papers import drawing
from ..dossiers.models import Dossier, State
from .actions import complain, denounce, receive, suggest
from .models import Complaint, Denouncer, Denunciation, Rating, Suggestion

COMMENTS = ("", "", "", "Cán bộ hướng dẫn tận tình.", "Phải đợi hơi lâu ở quầy.", "Nhận kết quả sớm hơn hẹn.")


def load_demo_feedback(province: Province) -> None:
    """Each kind at a few stages; left alone once there are any."""
    citizen = Account.objects.filter(username="nguyenvanthu").first()
    counter = Agency.objects.filter(appointments__account__is_demo=True, appointments__role="complaint_officer").first()
    if Suggestion.objects.exists() or citizen is None or counter is None:
        return
    _suggestions(citizen, counter)
    _grave(citizen, counter)
    _ratings()


def _suggestions(citizen: Account, agency: Agency) -> None:
    at, person, machine = timezone.now(), Acting.of(citizen), Acting.system("demo")
    said = [
        ("Bảng giờ ở quầy chưa đúng", "Bảng giờ dán ở cửa ghi đến 17 giờ 30 nhưng 17 giờ đã đóng cửa."),
        ("Nên nhận ảnh chụp thay bản sao", "Đề nghị nhận ảnh chụp giấy tờ đã có trong kho dữ liệu."),
        ("Chỗ để xe chật", "Chỗ để xe trước trung tâm chật vào sáng thứ Hai, xin chừa lối cho xe lăn."),
    ]
    picture = [("giay-bao.pdf", drawing("Bảng giờ làm việc", "Ảnh chụp mẫu"))]
    made = []
    for n, (title, text) in enumerate(said):
        case = Suggestion(
            title=title, text=text, agency=agency, sender_name=citizen.full_name, sender_phone=citizen.phone
        )
        made.append(receive.send(case, picture if n == 0 else (), acting=person, at=at))
    for answered, words in zip(made[1:], ("Đã trình sửa quy trình.", "Đã kẻ lại lối đi từ thứ Hai tới."), strict=True):
        assert isinstance(answered, Suggestion)
        suggest.answer(answered, note=words, acting=machine, at=at)
    shown = Suggestion.objects.get(pk=made[2].pk)
    suggest.publish(shown, **suggest.public_draft(shown), acting=machine, at=at)
    guest = Suggestion(
        title="Đèn đường hỏng", text="Đèn trước hẻm 12 hỏng ba ngày.", agency=agency, sender_name="Lê Thị Khách",
        sender_phone="0900000009",
    )  # fmt: skip
    receive.send(guest, acting=Acting.anonymous(), at=at)


def _grave(citizen: Account, agency: Agency) -> None:
    at, person, machine = timezone.now(), Acting.of(citizen), Acting.system("demo")
    papers = [("bien-ban.pdf", drawing("Biên bản mẫu", "Người gửi mẫu"))]
    for n, stage in enumerate(("received", "verifying")):
        case = Complaint(
            agency=agency, title=f"Mức phạt quá cao ({n + 1})", against="Quyết định xử phạt mẫu",
            text="Mức phạt không đúng với lỗi đã ghi trong biên bản.", asks="Xem lại mức phạt.",
            sender_name=citizen.full_name, sender_phone=citizen.phone, sender_address="12 đường Mẫu",
        )  # fmt: skip
        sent = receive.send(case, papers, acting=person, at=at)
        assert isinstance(sent, Complaint)
        if stage == "verifying":
            sent = complain.accept(sent, is_complex=False, note="", acting=machine, at=at)
            complain.verify(sent, note="", acting=machine, at=at)
    who = Denouncer(name="Người Tố Cáo Mẫu", address="Địa chỉ mẫu", phone="0900000010")
    what = Denunciation(
        agency=agency,
        title="Thu tiền ngoài quy định",
        against="Một người ở quầy mẫu",
        text="Thu thêm 20.000 đồng mỗi bản.",
    )
    denounce.denounce(what, who, papers, acting=Acting.anonymous(), at=at)


def _ratings() -> None:
    """Of the finished dossiers of a year about every third is rated, most of them well."""
    chance = random.Random(8)  # noqa: S311  an example, the same at every load
    finished = Dossier.objects.filter(state=State.RETURNED, rating=None).order_by("finished_at")
    rows = []
    for dossier in finished.only("pk", "competent_agency_id", "intake_agency_id", "returned_at", "channel"):
        agency, intake = dossier.competent_agency_id, dossier.intake_agency_id
        if chance.random() > 0.35 or dossier.returned_at is None or agency is None or intake is None:
            continue
        score = chance.choices((3, 2, 1), (60, 32, 8))[0]
        rows.append(
            Rating(
                dossier=dossier, agency_id=agency, intake_agency_id=intake,
                score=score, attitude=min(3, score + chance.choice((0, 0, 1))), comment=chance.choice(COMMENTS),
                by_account=dossier.channel == "online", rated_at=min(dossier.returned_at + timedelta(hours=5), timezone.now()),
            )
        )  # fmt: skip
    Rating.objects.bulk_create(rows)
