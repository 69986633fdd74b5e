"""Dossiers cross between the national portal and here once, whatever happens on the way (kết nối Cổng quốc gia)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from cuulong.core.audit.models import Event
from cuulong.core.files.store import read as bytes_of
from cuulong.core.outbox.testing import run_jobs, run_periodic
from cuulong.core.people.models import Account
from cuulong.core.people.testing import sign_in
from cuulong.published.ports.payments import payments
from cuulong.systems.services.catalogue.models import ImportRun
from cuulong.systems.services.catalogue.rules import fees, papers_wanted
from cuulong.systems.services.demo import bring, give_certificates, living
from cuulong.systems.services.demo_catalogue import SAMPLES
from cuulong.systems.services.demo_papers import drawing
from cuulong.systems.services.dossiers.models import Dossier, State
from cuulong.systems.services.portal.actions.tell import compare_one
from cuulong.systems.services.portal.models import Alongside, Crossing, Standing, Way
from cuulong.systems.services.portal.rules import status_of, statuses
from cuulong.systems.services.portal.simulator import Portal, connected

from .conftest import sample, version_of

CODE = "H61.00-261124-7001"
PDF = drawing("Bản vẽ", "Nguyễn Văn Thử")


@pytest.fixture
def portal(laid: None, live_server: Any) -> Iterator[Portal]:
    with connected(live_server.url) as one:
        yield one


def entry(portal: Portal, key: str = "nha-hai-tang", code: str = CODE, **changes: Any) -> dict[str, Any]:
    """A sample case as the portal sends it: data, files, what was paid there."""
    one = sample(key)
    due = fees(version_of(one["procedure"]).rules, one["answers"] | {"channel": "online"}, due="at_filing")
    told = {
        "MaHoSo": code, "MaTTHC": one["procedure"], "ChuHoSo": "Nguyễn Văn Thử", "LoaiDoiTuong": "1",
        "MaDoiTuong": "086099000001", "SoDienThoai": "0900000001", "Email": "", "TrangThaiHoSo": "1",
        "ThongTinKhac": json.dumps(one["answers"]),
        "DanhSachLePhi": [
            {"TenPhiLePhi": fee.rule.name, "MaPhiLePhi": fee.rule.key, "Gia": str(fee.amount), "DaThanhToan": "1",
             "MaGiaoDich": f"GD-{code}-{fee.rule.key}"}
            for fee in due if fee.amount
        ],
        "TaiLieuNop": [file(portal, paper) for paper in papers_of(key)],
    }  # fmt: skip
    return told | changes


def papers_of(key: str) -> list[str]:
    one = sample(key)
    wanted = papers_wanted(version_of(one["procedure"]).rules, one["answers"] | {"channel": "online"})
    return [paper.key for paper in wanted if paper.required != "optional"]


def file(portal: Portal, key: str, number: str = "1") -> dict[str, str]:
    url = portal.keep(f"{key}-{number}.pdf", PDF)
    return {"TenTepDinhKem": f"{key}.pdf", "MaThanhPhanHoSo": key, "TepDinhKemId": f"{key}-{number}",
            "DuongDanTaiTepTin": url, "IsDeleted": "False"}  # fmt: skip


def steps_of(dossier: Dossier) -> list[str]:
    """The statuses that the story of a dossier comes to, step by step."""
    return [status_of(one.after, one.verb) for one in dossier.transitions.order_by("pk")]


def told(portal: Portal, code: str = CODE) -> list[str]:
    return [status for _at, status in portal.steps.get(code, [])]


def everything_arrived(portal: Portal, dossier: Dossier) -> None:
    """No step lost, none added, in their order; nothing waits."""
    distinct = list(dict.fromkeys((one.happened_at.strftime("%Y%m%d%H%M%S"), status_of(one.after, one.verb))
                                  for one in dossier.transitions.order_by("pk")))  # fmt: skip
    assert told(portal, dossier.code or "") == [status for _at, status in distinct]
    assert not Crossing.objects.exclude(standing=Standing.DONE).exists()


@pytest.mark.slow
@pytest.mark.parametrize("how", ["", "twice", "broken", "forged", "lost"])
def test_a_dossier_filed_there_is_one_dossier_here_worked_signed_and_reported_back(how: str, portal: Portal) -> None:
    give_certificates()
    portal.trouble = ["down", "lost_answer", "", "garbled", "refuse", "", "lost_answer", "down"]
    codes = portal.send(entry(portal), how=how)
    assert codes[-1] == "0"
    assert how not in ("broken", "forged") or codes[0] == "400"
    run_jobs(ahead=True)
    dossier = Dossier.objects.get(code=CODE)
    assert dossier.state == State.SENT
    assert dossier.citizen is not None
    assert dossier.answers == version_of(dossier.version.procedure.code).form.shape.prune(
        sample("nha-hai-tang")["answers"]
    )
    files = {one.key: bytes_of(one.file) for one in dossier.papers.all() if one.file}
    assert files == dict.fromkeys(papers_of("nha-hai-tang"), PDF)
    assert dossier.transitions.filter(verb="send").count() == 1
    bring(dossier, "issued")
    run_jobs(ahead=True)
    assert Dossier.objects.filter(code=CODE).count() == 1
    everything_arrived(portal, dossier)
    known = portal.dossiers[CODE]
    assert known["TrangThaiHoSo"] == "9"
    assert known["NgayHenTra"]
    (result,) = known["DanhSachGiayToKetQua"]
    assert result["DuongDanTepTinKetQua"].endswith("original.pdf")
    assert Event.objects.filter(action="services.portal.filed").count() == 1


def test_what_was_paid_there_pays_the_fee_once(portal: Portal) -> None:
    sent = entry(portal, "ban-sao-khai-sinh")
    portal.send(sent, how="twice")
    portal.send(sent | {"GhiChu": "gửi lại"}, updating=True)
    run_jobs(ahead=True)
    dossier = Dossier.objects.get(code=CODE)
    paid = [charge.total for charge in payments().find(dossier.ref) if charge.state == "paid"]
    assert sum(paid) == sum(int(row["Gia"]) for row in sent["DanhSachLePhi"])


def test_an_addition_that_overtakes_the_filing_waits_for_it(portal: Portal) -> None:
    later = {"MaHoSo": CODE, "TrangThaiHoSo": "7", "GhiChu": "Tôi nộp nhầm."}
    portal.send(later, updating=True)
    run_jobs(ahead=True)
    assert Crossing.objects.get(way=Way.IN).standing == Standing.WAITING
    portal.send(entry(portal))
    run_jobs(ahead=True)
    dossier = Dossier.objects.get(code=CODE)
    assert dossier.state == State.WITHDRAWN
    everything_arrived(portal, dossier)


def test_a_supplement_is_asked_here_and_answered_there(portal: Portal) -> None:
    portal.send(entry(portal))
    run_jobs(ahead=True)
    dossier = bring(Dossier.objects.get(code=CODE), "incomplete")
    run_jobs(ahead=True)
    assert portal.status(CODE) == "5"
    (asked,) = dossier.supplements.all()
    assert portal.dossiers[CODE]["DanhSachHoSoBoSung"][0]["NoiDungBoSung"] == asked.note
    more = {"MaHoSo": CODE, "TaiLieuNop": [file(portal, key, "2") for key in asked.papers]}
    portal.send(more, updating=True, how="lost")
    portal.send(more | {"GhiChu": "lần nữa"}, updating=True)
    run_jobs(ahead=True)
    dossier.refresh_from_db()
    assert dossier.state == State.SENT
    assert dossier.papers.filter(key__in=asked.papers).count() == 2 * len(asked.papers)
    everything_arrived(portal, dossier)


def test_our_own_dossiers_go_out_and_a_long_silence_loses_nothing(portal: Portal) -> None:
    portal.trouble = ["down"] * 8
    case = sample("nha-hai-tang")
    dossier = living(case, version_of(case["procedure"]), "accepted")
    run_jobs(ahead=True)
    first = Crossing.objects.filter(way=Way.OUT).order_by("pk")[0]
    assert (first.standing, first.attempts) == (Standing.STUCK, 8)
    portal.trouble = []
    run_periodic("services.portal.catch_up")
    everything_arrived(portal, dossier)
    assert portal.dossiers[dossier.code or ""]["ChuHoSo"] == dossier.receiver_name


def test_what_the_portal_lost_is_told_again(portal: Portal) -> None:
    case = sample("nha-hai-tang")
    dossier = living(case, version_of(case["procedure"]), "accepted")
    run_jobs(ahead=True)
    portal.steps.clear()
    portal.dossiers.clear()
    along = Alongside.objects.get(dossier=dossier)
    assert not compare_one(along)
    run_jobs(ahead=True)
    assert compare_one(along)
    everything_arrived(portal, dossier)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"MaTTHC": "9.999999"}, "Không có thủ tục"),
        ({"ThongTinKhac": "{"}, "không đọc được"),
        ({"ThongTinKhac": "{}"}, "không hợp biểu mẫu"),
        ({"SoDienThoai": "12"}, "điện thoại"),
        ({"TaiLieuNop": [{"TepDinhKemId": "1", "MaThanhPhanHoSo": "ban-ve",
                          "DuongDanTaiTepTin": "http://169.254.169.254/x"}]}, "không nằm trên máy chủ"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_in_waits_for_a_person_who_refuses_it(
    changes: dict[str, Any], says: str, portal: Portal
) -> None:
    portal.send(entry(portal, **changes))
    run_jobs(ahead=True)
    stuck = Crossing.objects.get(way=Way.IN)
    assert stuck.standing == Standing.STUCK
    assert says in stuck.last_error
    assert not Dossier.objects.filter(code=CODE).exists()
    browser = sign_in(Client(), Account.objects.filter(appointments__role="administrator", is_demo=True)[0])
    assert CODE in browser.get("/dossiers/portal/").content.decode()
    assert browser.post(f"/dossiers/portal/{stuck.uuid}/refuse/", {"reason": " "}).status_code == 409
    browser.post(f"/dossiers/portal/{stuck.uuid}/refuse/", {"reason": "Gửi sai địa chỉ."})
    run_jobs(ahead=True)
    assert portal.status(CODE) == "3"
    assert browser.post(f"/dossiers/portal/{stuck.uuid}/replay/").status_code == 409


def test_a_message_that_was_mended_is_taken_on_replay(portal: Portal) -> None:
    sent = entry(portal)
    gone = portal.files.pop("ban-ve-1.pdf")
    portal.send(sent)
    run_jobs(ahead=True)
    stuck = Crossing.objects.get(way=Way.IN)
    assert (stuck.standing, stuck.last_error) == (Standing.STUCK, "HTTP 404")
    portal.files["ban-ve-1.pdf"] = gone
    browser = sign_in(Client(), Account.objects.filter(appointments__role="administrator", is_demo=True)[0])
    browser.post(f"/dossiers/portal/{stuck.uuid}/replay/")
    run_jobs(ahead=True)
    everything_arrived(portal, Dossier.objects.get(code=CODE))


def test_a_code_of_ours_is_not_taken_over(portal: Portal) -> None:
    case = sample("nha-hai-tang")
    ours = living(case, version_of(case["procedure"]), "sent")
    portal.send(entry(portal, code=ours.code or ""))
    run_jobs(ahead=True)
    assert "đã thuộc một hồ sơ" in Crossing.objects.get(way=Way.IN).last_error
    assert Dossier.objects.filter(code=ours.code).count() == 1


def test_the_catalogue_comes_in_as_a_preview(portal: Portal) -> None:
    portal.catalogue = list(SAMPLES)
    browser = sign_in(Client(), Account.objects.filter(appointments__role="procedure_controller", is_demo=True)[0])
    answer = browser.post("/dossiers/portal/catalogue/")
    run = ImportRun.objects.order_by("-pk")[0]
    assert answer["Location"] == f"/catalogue/imports/{run.uuid}/"
    assert run.rows.count() == len(SAMPLES)


def test_only_those_who_look_after_the_connection_see_it(province: None) -> None:
    officer = sign_in(Client(), Account.objects.get(username="lc.tiepnhan"))
    one = Crossing.objects.create(way=Way.IN, service="DongBoHoSoMC", code=CODE, digest="1", body={})
    for path in ("", f"{one.uuid}/"):
        assert officer.get(f"/dossiers/portal/{path}").status_code == 403
    assert officer.post(f"/dossiers/portal/{one.uuid}/replay/").status_code == 403
    assert Client().post("/portal/messages/", b"{}", content_type="application/json").status_code == 404


def test_without_a_portal_nothing_is_written(province: None) -> None:
    case = sample("nha-hai-tang")
    living(case, version_of(case["procedure"]), "sent")
    run_jobs(ahead=True)
    assert not Crossing.objects.filter(way=Way.OUT).exists()


def test_every_state_and_listed_verb_has_a_national_status() -> None:
    table = statuses()
    assert set(table["states"]) == {state.value for state in State} - {"draft"}
    assert set(table["titles"]) == {str(n) for n in range(1, 11)}
    assert {str(code) for part in ("states", "verbs") for code in table[part].values()} <= set(table["titles"])
    assert (status_of("sent"), status_of("paused", "stop_clock"), status_of("returned")) == ("1", "8", "10")
