"""Programs ask for a verdict as people do, and hear it in both languages."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cuulong.core.signatures import demo_ca
from cuulong.core.signatures.keys import open_key
from cuulong.core.signatures.models import Issued
from cuulong.core.signatures.xmlsig.sign import sign_xml
from tests.core.signatures.office import Office, issue
from tests.core.signatures.test_screens import issued

__all__ = ["issued"]
CHECK = "/verify/check.json"


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    cache.clear()


def test_a_posted_file_is_judged_in_vietnamese_and_english(office: Office, issued: Issued) -> None:
    program = Client(enforce_csrf_checks=True)
    pdf = issue(office)
    for answer in (
        program.post(CHECK, {"file": SimpleUploadedFile("a.pdf", pdf)}),
        program.post(CHECK, pdf, content_type="application/pdf"),
    ):
        said = answer.json()
        assert answer.status_code == 200
        assert said["verdict"] == "valid"
        assert said["headline"]["vi"].startswith("Đúng giấy Ủy ban nhân dân phường Thí Dụ cấp")
        assert said["headline"]["en"] != said["headline"]["vi"]
        assert {each["state"] for each in said["checks"]} == {"good"}
        assert [each["field"] for each in said["signatures"]] == ["person", "number", "organisation"]
        assert said["issued"]["code"] == issued.code
        assert said["issued"]["holder"] == "T••• V•• M••"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    broken = pdf[:2000] + bytes([pdf[2000] ^ 1]) + pdf[2001:]
    assert program.post(CHECK, broken, content_type="application/pdf").json()["verdict"] == "broken"
    assert program.post(CHECK, b"x", content_type="application/pdf").json()["verdict"] == "unknown"


def test_a_packet_is_judged_too(office: Office, client: Client) -> None:
    with open_key(office.seal, demo_ca.PIN) as key:
        packet = sign_xml(b"<goi>x</goi>", key)
    assert client.post(CHECK, packet, content_type="application/xml").json()["verdict"] == "valid"
    hostile = b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'
    said = client.post(CHECK, hostile, content_type="application/xml").json()
    assert (said["verdict"], "DOCTYPE" in said["lead"]["vi"]) == ("unknown", True)


def test_a_code_is_looked_up_and_a_wrong_one_told(issued: Issued, client: Client) -> None:
    said = client.get(f"/verify/{issued.code}/verdict.json").json()
    assert (said["verdict"], said["issued"]["title"]) == ("valid", issued.title)
    for code in ("7K2M-9QXA-4TBC-1D5E", "khong"):
        answer = client.get(f"/verify/{code}/verdict.json")
        assert answer.status_code == 404
        assert set(answer.json()["detail"]) == {"vi", "en"}


def test_a_form_without_a_file_and_too_many_questions_are_told(client: Client, office: Office) -> None:
    empty = client.post(CHECK, {})
    assert (empty.status_code, empty.json()["detail"]["vi"]) == (422, "Chọn tệp PDF cần xác minh")
    answers = [client.post(CHECK, b"x", content_type="application/pdf") for _n in range(21)]
    assert answers[-1].status_code == 429
    assert answers[-1].headers["Retry-After"] == "60"
    assert answers[-1].json()["error"] == "too_many"
