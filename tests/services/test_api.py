"""What systems outside do through the API, and what they are told when they may not (giao diện lập trình)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cuulong.core.api.actions.clients import register, revoke, rotate
from cuulong.core.api.models import ApiClient
from cuulong.core.api.rules import Refused
from cuulong.core.audit.models import Event
from cuulong.core.organisations.models import Agency
from cuulong.core.outbox.models import Fact
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account, Appointment
from cuulong.core.people.testing import sign_in
from cuulong.systems.services.demo import give_certificates
from cuulong.systems.services.dossiers.models import Dossier
from tests.journeys.papers import paper
from tests.services.api import Outside

from .conftest import Make, sample

PDF = paper("ban-ve")["buffer"]
WARD = "commune-29551"


def counter() -> str:
    """Where the ward's intake officer works."""
    return Appointment.objects.get(account__username="lc.tiepnhan").agency.slug


@pytest.fixture
def outside(province: None) -> Outside:
    return Outside(counter())


def permit(outside: Outside, **changes: Any) -> dict[str, Any]:
    """A building permit brought to the counter, its papers as files."""
    one = sample("nha-hai-tang")
    sent = [outside.send_file(f"{key}.pdf", PDF).json()["id"] for key in one["papers"]]
    told = {
        "procedure": one["procedure"],
        "applicant": {"name": "Nguyễn Văn Thử", "phone": "0900000001"},
        "answers": one["answers"],
        "papers": [{"key": key, "file": file} for key, file in zip(one["papers"], sent, strict=True)],
    }
    asked = outside.get(f"/procedures/{one['procedure']}").json()["papers"]
    on_paper = [p["key"] for p in asked if p["required"] == "always" and p["key"] not in one["papers"]]
    told["papers"] += [{"key": key} for key in on_paper]
    return told | changes


def test_a_system_files_follows_and_takes_in_a_dossier(outside: Outside) -> None:
    filed = outside.post("/dossiers", permit(outside), key="mot-cua-0001")
    assert filed.status_code == 201, filed.content
    told = filed.json()
    assert re.fullmatch(r".+-\d{6}-\d{4}", told["code"])
    assert {p["key"] for p in told["papers"] if p["file"]} == set(sample("nha-hai-tang")["papers"])
    assert outside.get("/dossiers", state="sent").json()["items"][0]["id"] == told["id"]
    (step,) = [one for one in told["steps"] if one["mine"]]
    assert "accept" in [act["key"] for act in step["actions"]]
    asked = {"step": step["id"], "revision": told["revision"]}
    more = outside.post(
        f"/dossiers/{told['id']}/acts",
        asked | {"action": "request_supplement", "note": "Bản vẽ mờ.", "papers": ["ban-ve"]},
    )
    assert more.status_code == 200, more.content
    assert more.json()["state"] == "incomplete"
    Dossier.objects.get(uuid=told["id"]).papers.update(added_at=timezone.now() - timedelta(hours=1))
    file = outside.send_file("ban-ve-2.pdf", PDF).json()["id"]
    again = outside.post(f"/dossiers/{told['id']}/papers", {"papers": [{"key": "ban-ve", "file": file}]})
    assert again.json()["state"] == "sent", again.content
    asked = {"step": again.json()["steps"][0]["id"], "revision": again.json()["revision"]}
    taken = outside.post(f"/dossiers/{told['id']}/acts", asked | {"action": "accept"})
    if taken.status_code == 422:  # the fee is collected at the counter before
        assert taken.json()["code"] == "unpaid"
    else:
        assert taken.json()["due_at"]
    names = [one["name"] for one in outside.get("/events").json()["items"]]
    assert names[:2] == ["services.dossier_sent", "services.supplement_requested"]
    actor = outside.client.account.uuid
    assert Event.objects.filter(actor_uuid=actor, action="services.dossier.send").count() == 1


def test_the_same_key_files_once_and_another_act_under_it_is_refused(outside: Outside) -> None:
    body = permit(outside)
    first = outside.post("/dossiers", body, key="khoa-00001")
    second = outside.post("/dossiers", body, key="khoa-00001")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["code"] == second.json()["code"]
    other = outside.post("/dossiers", body | {"channel": "post"}, key="khoa-00001")
    assert other.status_code == 409
    assert other.json()["code"] == "key_reused"
    assert Dossier.objects.filter(code=first.json()["code"]).count() == 1
    assert outside.post("/dossiers", body).status_code == 422


def test_wrong_answers_are_named_one_by_one(outside: Outside) -> None:
    body = permit(outside)
    body["answers"] |= {"floors": "nhiều"}
    told = outside.post("/dossiers", body, key="khoa-00002")
    assert told.status_code == 422
    assert told["Content-Type"] == "application/problem+json"
    assert "floors" in [one["path"] for one in told.json()["errors"]]
    assert told.json()["request_id"] == told["X-Request-ID"]
    assert not Dossier.objects.filter(intake_agency__slug=counter(), channel="counter").exists()


def test_a_system_names_only_files_it_sent(outside: Outside) -> None:
    other = Outside(counter(), scopes=["dossiers.file"])
    strange = other.send_file("ban-ve.pdf", PDF).json()["id"]
    body = permit(outside, papers=[{"key": "ban-ve", "file": strange}])
    assert outside.post("/dossiers", body, key="khoa-00003").json()["code"] == "no_file"


def test_an_agency_elsewhere_sees_nothing_of_it(outside: Outside, dossier: Make) -> None:
    give_certificates()
    made = dossier("issued")
    elsewhere = Agency.objects.filter(kind="commune", valid__contains=timezone.localdate()).exclude(slug=WARD)
    stranger = Outside(str(elsewhere.order_by("slug").values_list("slug", flat=True)[0]))
    paper = made.papers.first()
    assert paper
    for path in ("", "/result", "/result/file", "/result/signatures", f"/papers/{paper.uuid}"):
        assert stranger.get(f"/dossiers/{made.uuid}{path}").status_code == 404
    step = outside.get(f"/dossiers/{made.uuid}").json()["steps"][0]["id"]
    act = {"step": step, "action": "hand_over", "revision": 1}
    assert stranger.post(f"/dossiers/{made.uuid}/acts", act).status_code == 404
    assert stranger.get("/dossiers").json()["items"] == []
    assert stranger.get("/events").json()["items"] == []
    assert stranger.post("/dossiers", permit(stranger, counter=counter()), key="khoa-00004").status_code == 403


def test_the_result_comes_with_the_verdict_on_its_signatures(outside: Outside, dossier: Make) -> None:
    give_certificates()
    made = dossier("issued")
    told = outside.get(f"/dossiers/{made.uuid}/result").json()
    assert told["number"]
    file = outside.get(f"/dossiers/{made.uuid}/result/file")
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    said = outside.get(f"/dossiers/{made.uuid}/result/signatures").json()
    assert [one["intact"] for one in said["signatures"]] == [True, True, True]
    assert made.citizen
    assert Event.objects.filter(party_uuid=made.citizen.uuid, actor_uuid=outside.client.account.uuid).count() == 2
    sent = dossier("sent")
    assert outside.get(f"/dossiers/{sent.uuid}/result").status_code == 409


def test_signing_stays_with_people(outside: Outside, dossier: Make) -> None:
    made = dossier("sent")
    step = outside.get(f"/dossiers/{made.uuid}").json()["steps"][0]["id"]
    told = outside.post(f"/dossiers/{made.uuid}/acts", {"step": step, "action": "sign", "revision": 1})
    assert told.json()["code"] == "not_by_systems"
    for role in ("signer", "clerk", "administrator"):
        with pytest.raises(Refused):
            register(
                "Phần mềm ký",
                agency=Agency.objects.get(slug=WARD),
                role=role,
                scopes=["dossiers.read"],
                acting=Acting.system("test"),
                at=timezone.now(),
            )


def test_an_act_on_an_old_picture_is_a_conflict(outside: Outside, dossier: Make) -> None:
    made = dossier("sent")
    told = outside.get(f"/dossiers/{made.uuid}").json()
    act = {"step": told["steps"][0]["id"], "action": "decline", "revision": told["revision"], "note": "Trùng hồ sơ."}
    assert outside.post(f"/dossiers/{made.uuid}/acts", act).status_code == 200
    assert outside.post(f"/dossiers/{made.uuid}/acts", act).status_code == 409


def test_scope_pace_and_token_are_asked_for(province: None) -> None:
    reader = Outside(counter(), scopes=["procedures.read"])
    assert reader.get("/procedures").status_code == 200
    assert reader.get("/dossiers").json()["code"] == "scope"
    assert Client().get("/api/v1/dossiers").status_code == 401
    slow = Outside(counter(), per_minute=2)
    statuses = [slow.get("/procedures").status_code for _ in range(3)]
    # A minute may end between the requests; the pace of the next begins anew.
    assert statuses in ([200, 200, 429], [200, 200, 200])
    english = Client().get("/api/v1/dossiers", headers={"Accept-Language": "en"}).json()
    vietnamese = Client().get("/api/v1/dossiers", headers={"Accept-Language": "vi"}).json()
    assert english["title"] != vietnamese["title"]


def test_a_new_secret_and_a_revocation_end_what_was_given_before(outside: Outside) -> None:
    admin = Acting.system("test")
    old = outside.secret
    fresh = rotate(outside.client, acting=admin, at=timezone.now())
    assert outside.get("/procedures").status_code == 401
    assert "access_token" not in outside.ask_token(old)
    outside.token = outside.ask_token(fresh)["access_token"]
    assert outside.get("/procedures").status_code == 200
    revoke(outside.client, acting=admin, at=timezone.now())
    assert outside.get("/procedures").status_code == 401
    # The id still exists, the account behind it does not act any more.
    outside.token = outside.ask_token(fresh).get("access_token", "none")
    assert outside.get("/procedures").status_code == 401


def test_a_client_whose_appointment_ended_sees_nothing(outside: Outside, dossier: Make) -> None:
    made = dossier("sent")
    assert outside.get(f"/dossiers/{made.uuid}").status_code == 200
    Appointment.objects.filter(account=outside.client.account).delete()
    assert outside.get(f"/dossiers/{made.uuid}").status_code == 404


def test_nobody_signs_in_as_a_system(outside: Outside) -> None:
    account = outside.client.account
    assert not account.has_usable_password()
    asked = Client().post("/accounts/login/", {"login": account.username, "password": outside.secret})
    assert asked.status_code == 200 or "_auth_user_id" not in asked.wsgi_request.session


def test_lists_go_on_by_key_and_events_from_a_mark(outside: Outside, dossier: Make) -> None:
    made = [dossier("sent") for _ in range(3)]
    first = outside.get("/dossiers", limit=2).json()
    second = outside.get("/dossiers", limit=2, after=first["next"]).json()
    ids = [UUID(one["id"]) for one in first["items"] + second["items"]]
    assert ids == [one.uuid for one in reversed(made)]
    page = outside.get("/events", limit=2).json()
    rest = outside.get("/events", after=page["next"]).json()
    told = [one["id"] for one in page["items"] + rest["items"]]
    assert told == [
        str(one)
        for one in Fact.objects.filter(name="services.dossier_sent").order_by("pk").values_list("uuid", flat=True)
    ]
    again = outside.get("/events", after=rest["next"]).json()
    assert again == {"items": [], "next": rest["next"]}
    assert outside.get("/events", after="sai").json()["code"] == "mark"


def test_a_list_costs_the_same_however_long(outside: Outside, dossier: Make) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert outside.get("/dossiers").status_code == 200
        # Counting the pace costs more the first time in a minute.
        return sum("site_cache" not in one["sql"] and "SAVEPOINT" not in one["sql"] for one in asked.captured_queries)

    dossier("sent")
    cost()
    one = cost()
    for _ in range(3):
        dossier("sent")
    assert cost() == one <= 6


def test_the_administrator_registers_rotates_and_revokes_on_screen(province: None) -> None:
    admin = Account.objects.filter(appointments__role="administrator", is_demo=True)[0]
    browser = sign_in(Client(), admin)
    form = {
        "name": "Phần mềm đất đai",
        "agency": WARD,
        "role": "specialist",
        "scopes": ["dossiers.read"],
        "per_minute": 60,
    }
    assert browser.post("/connections/new/", form | {"scopes": []}).status_code == 422
    shown = browser.post("/connections/new/", form)
    made = ApiClient.objects.get(name="Phần mềm đất đai")
    assert shown["Cache-Control"] == "no-store"
    secret = shown.context["secret"]
    assert made.credentials.check_secret(secret)
    assert secret not in browser.get(f"/connections/{made.uuid}/").content.decode()
    assert "Phần mềm đất đai" in browser.get("/connections/").content.decode()
    fresh = browser.post(f"/connections/{made.uuid}/rotate/").context["secret"]
    made.refresh_from_db()
    assert made.credentials.check_secret(fresh)
    browser.post(f"/connections/{made.uuid}/revoke/")
    made.refresh_from_db()
    assert made.revoked_at
    assert browser.post(f"/connections/{made.uuid}/rotate/").status_code == 302
    acts = list(Event.objects.filter(subject_uuid=made.uuid).order_by("pk").values_list("action", flat=True))
    assert acts == ["api.client.registered", "api.client.rotated", "api.client.revoked"]


def test_others_do_not_come_to_these_screens(province: None) -> None:
    officer = sign_in(Client(), Account.objects.get(username="lc.tiepnhan"))
    assert officer.get("/connections/").status_code == 403
    assert officer.get("/connections/docs/").status_code == 200
