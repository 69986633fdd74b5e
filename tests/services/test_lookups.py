"""Data instead of papers: at home, on one page, at the counter, and in the catalogue (tra cứu thay giấy tờ)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cuulong.core.audit.queries import lines, readings_of
from cuulong.core.exchange import simulator
from cuulong.core.exchange.models import Database, Lookup
from cuulong.core.exchange.retry import retry_lookups
from cuulong.core.outbox.testing import run_jobs
from cuulong.core.parties.models import Citizen, Consent
from cuulong.core.people.models import Account
from cuulong.lib.ids import uuid7
from cuulong.lib.lookups import Outcome
from cuulong.lib.province import Province
from cuulong.systems.services.catalogue.actions.load_procedures import load_procedures
from cuulong.systems.services.catalogue.actions.set_lookup import NoSuchPaper, set_lookup
from cuulong.systems.services.catalogue.models import Procedure
from cuulong.systems.services.catalogue.rules import MayNotLookUp, about_changed, must_be_lawful
from cuulong.systems.services.demo_papers import drawing
from cuulong.systems.services.dossiers.actions.draft import attach, open_draft, save_answers
from cuulong.systems.services.dossiers.actions.look_up import look_up_for, put_in_place
from cuulong.systems.services.dossiers.actions.send import send
from cuulong.systems.services.dossiers.filers import Filer
from cuulong.systems.services.dossiers.models import Dossier, Paper, State
from launcher.layout import ROOT
from tests.services.conftest import sample, version_of, who

pytestmark = pytest.mark.usefixtures("province")
LAND, BIRTH = "giay-to-dat", "giay-chung-sinh"


@pytest.fixture
def databases(province: None) -> Iterator[simulator.Simulator]:
    Database.objects.update(timeout_ms=400)
    with simulator.connected(late=1.2) as one:
        yield one


def citizen_of(username: str) -> Citizen:
    return Citizen.objects.get(account__username=username)


def draft_of(key: str, username: str = "", **changed: Any) -> Dossier:
    """A sample case as somebody's draft."""
    one = sample(key)
    username = username or one["account"]
    citizen = citizen_of(username)
    version = version_of(one["procedure"])
    draft = open_draft(version, acting=who(username), filer=Filer(citizen), answers=one["answers"] | changed)
    draft.applicant_name, draft.applicant_phone = citizen.full_name, citizen.phone
    draft.save()
    return draft


def look_up(draft: Dossier, key: str, *, agreed: bool = True) -> Any:
    acting = who(draft.account.username) if draft.account else who("lc.tiepnhan")
    return look_up_for(draft, key, agreed=agreed, acting=acting, at=timezone.now())


def paper_of(dossier: Dossier, key: str) -> Paper | None:
    return dossier.papers.filter(key=key, replaced=False).first()


def window(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def test_found_data_takes_the_place_of_the_paper(databases: simulator.Simulator) -> None:
    draft = draft_of("nha-hai-tang")
    proof = look_up(draft, LAND)
    paper = paper_of(draft, LAND)
    assert paper is not None
    assert (paper.source, paper.proof, paper.file) == ("lookup", proof.uuid, None)
    for key in ("ban-ve", "cam-ket-an-toan"):
        attach(draft, key, drawing(key, "Người Thử"), f"{key}.pdf", acting=who("nguyenvanthu"))
    assert send(draft, acting=who("nguyenvanthu"), at=timezone.now()).state == State.SENT
    consent = Consent.objects.get(uuid=Lookup.objects.get().consent_uuid)
    assert "Cơ sở dữ liệu đất đai" in consent.wording
    [line] = lines(list(readings_of(citizen_of("nguyenvanthu").ref)))
    assert line.sentence == "Tra cứu Cơ sở dữ liệu đất đai để xác nhận quyền sử dụng đất: có dữ liệu"


@pytest.mark.parametrize(
    ("number", "outcome", "words"),
    [
        ("086099000012", Outcome.PARTIAL, "còn thiếu"),
        ("086099000013", Outcome.ABSENT, "Không có dữ liệu"),
        ("086099000014", Outcome.DOWN, "Chưa kết nối được"),
        ("086099000015", Outcome.LATE, "quá lâu chưa trả lời"),
    ],
)
def test_the_paper_is_asked_for_only_after_a_failure(
    databases: simulator.Simulator, number: str, outcome: Outcome, words: str
) -> None:
    Citizen.objects.filter(account__username="nguyenvanthu").update(cccd=number)
    draft = draft_of("nha-hai-tang")
    client, url = window("nguyenvanthu"), reverse("services:page", args=[draft.uuid, "dinh-kem"])
    before = client.get(url).content.decode()
    assert "Tự nộp giấy tờ này" in before
    assert words not in before
    after = client.post(url, {"agree": LAND, "look_up_paper": LAND}).content.decode()
    assert words in after
    assert "Tự nộp giấy tờ này" not in after, "the file is asked for openly"
    assert paper_of(draft, LAND) is None
    assert Lookup.objects.get().outcome == outcome


def test_nobody_is_looked_up_without_a_ground(databases: simulator.Simulator) -> None:
    draft = draft_of("nha-hai-tang")
    with pytest.raises(MayNotLookUp):
        look_up(draft, LAND, agreed=False)
    with pytest.raises(MayNotLookUp):
        look_up(draft, "ban-ve")
    rule = next(p.lookup for p in draft.version.rules.papers if p.key == LAND)
    assert rule is not None
    with pytest.raises(MayNotLookUp):
        must_be_lawful(rule, "086195000002", "086099000001", agreed=True)
    with pytest.raises(MayNotLookUp):
        must_be_lawful(rule, "", "", agreed=True)
    assert databases.asked == []
    client, url = window("nguyenvanthu"), reverse("services:page", args=[draft.uuid, "dinh-kem"])
    page = client.post(url, {"look_up_paper": LAND}).content.decode()
    assert "Đánh dấu đồng ý" in page
    assert not Consent.objects.exists()


def test_data_of_another_person_is_proven_but_not_shown(databases: simulator.Simulator) -> None:
    draft = draft_of("khai-sinh-be-mau", mother_id="086195000021")
    proof = look_up(draft, BIRTH, agreed=False)
    assert proof.found
    page = window("nguyenvanthu").get(reverse("services:own_proof", args=[proof.uuid])).content.decode()
    assert all(one.title in page and one.value not in page for one in proof.answers)
    assert "086195000021" not in page
    assert window("tranthilamthu").get(reverse("services:own_proof", args=[proof.uuid])).status_code == 404


def test_it_stands_in_the_log_of_the_person_it_is_about_too(databases: simulator.Simulator) -> None:
    look_up(draft_of("khai-sinh-be-mau"), BIRTH)  # the mother is registered, her data is partial
    for username in ("nguyenvanthu", "tranthilamthu"):
        [event] = readings_of(citizen_of(username).ref)
        assert event.action == "exchange.lookup.partial"


def test_another_mother_means_another_look_up(databases: simulator.Simulator) -> None:
    draft = draft_of("khai-sinh-be-mau", mother_id="086195000021")
    proof = look_up(draft, BIRTH)
    assert about_changed(draft.version.rules, draft.answers, draft.answers | {"copies": 3}) == []
    changed = save_answers(draft, draft.answers | {"mother_id": "086195000031"}, revision=None)
    assert paper_of(changed, BIRTH) is None
    assert put_in_place(changed, proof) is None, "a proof about somebody else is none"
    assert look_up(changed, BIRTH).uuid != proof.uuid


def test_going_on_looks_up_by_duty_and_stays_once_when_nothing_is_found(databases: simulator.Simulator) -> None:
    draft = draft_of("khai-sinh-be-mau")
    client, url = window("nguyenvanthu"), reverse("services:page", args=[draft.uuid, "dinh-kem"])
    assert "còn thiếu" in client.post(url).content.decode()
    assert client.post(url).status_code == 302, "the paper may come later; the review says so"
    assert len(databases.asked) == 1


def test_the_job_puts_the_proof_in_place_once_the_database_is_back(databases: simulator.Simulator) -> None:
    databases.down = {"dat-dai"}
    draft = draft_of("nha-hai-tang")
    assert look_up(draft, LAND).outcome is Outcome.DOWN
    databases.down = set()
    Lookup.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
    retry_lookups()
    run_jobs()
    paper = paper_of(draft, LAND)
    assert paper is not None
    assert paper.source == "lookup"
    run_jobs()
    assert draft.papers.count() == 1


def test_a_paper_that_was_given_meanwhile_stays(databases: simulator.Simulator) -> None:
    databases.down = {"dat-dai"}
    draft = draft_of("nha-hai-tang")
    look_up(draft, LAND)
    for key in (LAND, "ban-ve", "cam-ket-an-toan"):
        attach(draft, key, drawing(key, "Người Thử"), f"{key}.pdf", acting=who("nguyenvanthu"))
    dossier = send(draft, acting=who("nguyenvanthu"), at=timezone.now())
    databases.down = set()
    Lookup.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
    retry_lookups()
    run_jobs()
    paper = paper_of(dossier, LAND)
    assert paper is not None
    assert paper.source == "upload"
    page = window("lc.tiepnhan").get(reverse("services:workspace", args=[dossier.uuid])).content.decode()
    assert "Có dữ liệu" in page


def sheet(key: str, **more: Any) -> dict[str, Any]:
    """A sample case as a browser posts it on one page."""
    fields: dict[str, Any] = {"key": str(uuid7()), "applicant_name": "Nguyễn Văn Thử", "applicant_phone": "0900000001"}
    for name, value in sample(key)["answers"].items():
        if isinstance(value, list):
            fields[f"{name}-count"] = str(len(value))
            fields |= {f"{name}-{n}-{k}": str(one) for n, item in enumerate(value) for k, one in item.items()}
        else:
            fields[name] = value
    return fields | more


def test_one_page_is_filed_with_a_look_up_in_place_of_the_file(databases: simulator.Simulator) -> None:
    client, url = window("nguyenvanthu"), reverse("services:one_page", args=["giay-phep-xay-dung-nha-o"])
    said = sheet("nha-hai-tang")
    page = client.post(url, said | {"agree": LAND, "look_up_paper": LAND})
    assert page.status_code == 200
    assert "Không phải nộp giấy này" in page.content.decode()
    files = {key: _upload(key) for key in ("ban-ve", "cam-ket-an-toan")}
    filed = client.post(url, said | {"looked": LAND} | files)
    assert filed.status_code == 302, _errors(filed)
    paper = paper_of(Dossier.objects.get(uuid=said["key"]), LAND)
    assert paper is not None
    assert paper.source == "lookup"
    assert len(databases.asked) == 1


def test_one_page_asks_for_the_paper_when_the_database_is_down_and_files_with_it(
    databases: simulator.Simulator,
) -> None:
    databases.down = {"dat-dai"}
    client, url = window("nguyenvanthu"), reverse("services:one_page", args=["giay-phep-xay-dung-nha-o"])
    said = sheet("nha-hai-tang", agree=LAND)
    files = ("ban-ve", "cam-ket-an-toan")
    refused = client.post(url, said | {key: _upload(key) for key in files})
    assert refused.status_code == 422
    assert "Chưa kết nối được" in refused.content.decode()
    filed = client.post(url, said | {key: _upload(key) for key in (*files, LAND)})
    assert filed.status_code == 302, _errors(filed)


def test_a_page_where_nobody_wishes_a_look_up_asks_no_more_of_the_database(
    databases: simulator.Simulator,
) -> None:
    """The look-up tables are not touched when all papers come as files."""
    client, url = window("nguyenvanthu"), reverse("services:one_page", args=["khai-sinh"])
    said = sheet("khai-sinh-chi-co-me") | {BIRTH: _upload(BIRTH)}
    with CaptureQueriesContext(connection) as seen:
        assert client.post(url, said).status_code == 302
    assert [q["sql"] for q in seen if "core_exchange" in q["sql"] or "parties_consent" in q["sql"]] == []
    assert databases.asked == []


def test_the_counter_looks_up_with_the_person_in_front(databases: simulator.Simulator) -> None:
    client, url = window("lc.tiepnhan"), reverse("services:intake", args=["giay-phep-xay-dung-nha-o"])
    said = sheet("nha-hai-tang", cccd="086099000001", agree=LAND)
    filed = client.post(url, said | {"handed": ["don-de-nghi", "ban-ve", "cam-ket-an-toan"]})
    assert filed.status_code == 302, _errors(filed)
    dossier = Dossier.objects.get(uuid=said["key"])
    paper = paper_of(dossier, LAND)
    assert paper is not None
    assert paper.source == "lookup"
    assert Lookup.objects.get().asked_by_name == Account.objects.get(username="lc.tiepnhan").full_name
    sheet_page = client.get(reverse("services:proof", args=[paper.proof])).content.decode()
    assert "Dữ liệu mẫu" in sheet_page
    assert Lookup.objects.get().digest in sheet_page
    events = [event.action for event in readings_of(citizen_of("nguyenvanthu").ref)]
    assert events == ["audit.record.read", "exchange.lookup.found"]


def test_the_desk_looks_up_what_is_missing(databases: simulator.Simulator) -> None:
    client = window("lc.tiepnhan")
    said = sheet("nha-hai-tang", cccd="086099000001")
    client.post(reverse("services:intake", args=["giay-phep-xay-dung-nha-o"]), said | {"handed": ["ban-ve"]})
    dossier = Dossier.objects.get(uuid=said["key"])
    url = reverse("services:look_up_again", args=[dossier.uuid, LAND])
    assert client.post(url).status_code == 302
    assert databases.asked == [], "nobody agreed"
    client.post(url, {"agree": LAND})
    assert paper_of(dossier, LAND) is not None
    stranger = window("lc.dothi")
    assert stranger.post(url, {"agree": LAND}).status_code == 403


def test_the_controlling_officer_sets_which_database_replaces_a_paper() -> None:
    procedure = Procedure.objects.get(code="1.013225")
    client = window(_controller())
    url = reverse("services:paper_lookup", args=[procedure.code, "ban-ve"])
    refused = client.post(url, {"database": "dat-dai", "ground": "duty", "wanted": ["truoc-ba:so-bien-lai"]})
    assert refused.status_code == 422
    for words in ("Nhập mục đích", "Nhập căn cứ", "Chọn ít nhất một dữ liệu"):
        assert words in refused.content.decode()
    rule = {"purpose": "xem bản vẽ đã duyệt", "basis": "Quyết định thử", "wanted": ["dat-dai:so-thua"]}
    assert client.post(url, {"database": "dat-dai", "ground": "duty"} | rule).status_code == 302
    paper = next(p for p in version_of(procedure.code).rules.papers if p.key == "ban-ve")
    assert paper.lookup is not None
    assert (paper.replaced_by, paper.lookup.purpose, list(paper.lookup.fields)) == (
        "dat-dai", "xem bản vẽ đã duyệt", ["so-thua"],
    )  # fmt: skip
    assert client.get(url).status_code == 200
    again = reverse("services:paper_lookup", args=[procedure.code, LAND])
    assert client.post(again, {"database": "", "ground": "consent"}).status_code == 302
    papers = {p.key: p for p in version_of(procedure.code).rules.papers}
    assert papers[LAND].lookup is None
    assert papers["ban-ve"].lookup is not None
    assert window("lc.tiepnhan").get(url).status_code == 403


def test_what_the_officer_set_outlives_a_new_table_of_the_province() -> None:
    procedure = Procedure.objects.get(code="1.013225")
    today = timezone.localdate()
    set_lookup(procedure, LAND, {}, acting=who(_controller()), on=today)
    n = version_of(procedure.code).n
    load_procedures(Province(ROOT / "provinces" / "vinhlong"))
    assert version_of(procedure.code).n == n
    assert next(p for p in version_of(procedure.code).rules.papers if p.key == LAND).lookup is None
    with pytest.raises(NoSuchPaper):
        set_lookup(procedure, "don-de-nghi", {}, acting=who(_controller()), on=today)


def test_a_begun_dossier_keeps_its_own_rule(databases: simulator.Simulator) -> None:
    draft = draft_of("nha-hai-tang")
    set_lookup(draft.version.procedure, LAND, {}, acting=who(_controller()), on=timezone.localdate())
    assert look_up(draft, LAND).found


def _controller() -> str:
    return str(Account.objects.filter(appointments__role="procedure_controller").values_list("username", flat=True)[0])


def _upload(key: str) -> Any:
    return SimpleUploadedFile(f"{key}.pdf", drawing(key, "Người Thử"), content_type="application/pdf")


def _errors(answer: Any) -> list[str]:
    return re.findall(r"field-error.*?</div>|notice-err.*?</div>", answer.content.decode(), re.DOTALL)
