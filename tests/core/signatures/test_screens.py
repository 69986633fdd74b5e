"""Anyone verifies a paper, by its file or by the code printed on it; officials see their certificates."""

from __future__ import annotations

import re
import shutil
from io import BytesIO
from pathlib import Path
from time import time
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageChops
from pytest_django import Settings

from cuulong.core.files.models import StoredFile
from cuulong.core.files.store import store
from cuulong.core.people.acting import Acting
from cuulong.core.people.testing import make_agency, make_official, sign_in
from cuulong.core.signatures import preview
from cuulong.core.signatures.models import Issued
from cuulong.core.signatures.published import new_code, publish, withdraw
from cuulong.core.signatures.rules import mask_name
from tests.core.signatures.office import Office, issue, letter, put_signature

VERIFY = "/verify/"


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    cache.clear()


@pytest.fixture
def issued(office: Office) -> Issued:
    acting = Acting.system("test")
    file = store(issue(office), name="quyet-dinh.pdf", acting=acting)
    return publish(
        new_code(),
        file,
        title="Quyết định số 05/QĐ-UBND",
        holder="Trần Văn Mẫu",
        agency=office.agency,
        subject=office.agency,
        acting=acting,
    )


def words(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def upload(client: Client, pdf: bytes, name: str = "giay.pdf") -> HttpResponse:
    return client.post(VERIFY, {"file": SimpleUploadedFile(name, pdf)})


def test_a_name_is_masked() -> None:
    assert mask_name("Trần Văn Mẫu") == "T••• V•• M••"


def test_the_code_on_the_paper_shows_a_green_verdict_and_the_masked_holder(client: Client, issued: Issued) -> None:
    response = client.get(VERIFY, {"code": issued.code.lower().replace("-", " ")}, follow=True)
    text = words(response)
    assert response.redirect_chain[-1][0] == f"/verify/{issued.code}/"
    assert "Đúng giấy Ủy ban nhân dân phường Thí Dụ cấp, còn nguyên vẹn" in text
    assert "T••• V•• M••" in text
    assert "Trần Văn Mẫu" not in text
    assert "Giấy chưa bị thu hồi hay thay thế" in text
    assert "verdict-good" in response.content.decode()


def test_the_uploaded_original_is_known_again(client: Client, office: Office, issued: Issued) -> None:
    text = words(upload(client, issue(office)))
    assert "còn nguyên vẹn" in text
    assert issued.title in text


def test_the_tampered_copy_of_the_tour_is_found_out(client: Client, issued: Issued) -> None:
    copy = client.get(f"/verify/{issued.code}/tampered.pdf", {"byte": "2500"})
    original = b"".join(client.get(f"/verify/{issued.code}/original.pdf").streaming_content)
    assert sum(a != b for a, b in zip(copy.content, original, strict=True)) == 1
    response = upload(client, copy.content)
    assert "verdict-bad" in response.content.decode()
    assert "Tệp này đã bị sửa sau khi ký" in words(response)
    assert "Nên làm gì" in words(response)


def test_there_are_no_tampered_copies_in_production(client: Client, issued: Issued, settings: Settings) -> None:
    settings.ENV = "production"
    assert client.get(f"/verify/{issued.code}/tampered.pdf").status_code == 404


def test_nothing_of_an_upload_is_kept(client: Client, office: Office) -> None:
    before = StoredFile.objects.count()
    upload(client, issue(office))
    assert StoredFile.objects.count() == before


def test_a_picture_of_a_file_is_never_called_valid(client: Client) -> None:
    response = upload(client, b"\x89PNG not a pdf")
    assert "verdict-unknown" in response.content.decode()
    assert "Chưa kết luận được" in words(response)


def test_a_withdrawn_paper_is_whole_but_not_in_force(client: Client, issued: Issued) -> None:
    withdraw(issued, "Cấp nhầm người", acting=Acting.system("test"))
    text = words(client.get(f"/verify/{issued.code}/"))
    assert "Giấy này không còn hiệu lực" in text
    assert "Cấp nhầm người" in text


@pytest.mark.parametrize(("code", "status"), [("AAAA-BBBB", 404), ("khong-phai-ma", 404)])
def test_an_unknown_code_gets_a_sentence_and_keeps_what_was_typed(
    client: Client, db: None, code: str, status: int
) -> None:
    response = client.get(f"/verify/{code}/")
    assert response.status_code == status
    assert code in response.content.decode()


def test_a_code_nobody_issued_says_what_to_check(client: Client, db: None) -> None:
    assert "Không có giấy tờ nào mang mã này. Kiểm tra lại 4 số cuối" in words(client.get(f"/verify/{new_code()}/"))


def test_an_upload_too_big_is_told_by_its_size(client: Client, db: None, settings: Settings) -> None:
    settings.FILES_MAX_BYTES = 1024 * 1024
    response = upload(client, bytes(2 * 1024 * 1024))
    assert response.status_code == 422
    assert "Tệp nặng 2,0 MB, chỉ nhận đến 1,0 MB" in words(response)


def test_no_file_is_told(client: Client, db: None) -> None:
    assert "Chọn tệp PDF cần xác minh" in words(client.post(VERIFY, {}))


def test_many_uploads_from_one_address_are_slowed_down(client: Client, db: None, monkeypatch: Any) -> None:
    # One minute for all of them, however slow the machine is and wherever the clock stands.
    end = int(time()) + 600
    monkeypatch.setattr("django_ratelimit.core._get_window", lambda value, period: end)
    statuses = [upload(client, b"x").status_code for _ in range(21)]
    assert statuses[:20] == [200] * 20
    assert statuses[20] == 429


@pytest.mark.parametrize("name", ["original.pdf", "page-1.png"])
def test_codes_are_not_tried_out_by_way_of_files_either(client: Client, db: None, monkeypatch: Any, name: str) -> None:
    end = int(time()) + 600
    monkeypatch.setattr("django_ratelimit.core._get_window", lambda value, period: end)
    statuses = [client.get(f"/verify/{new_code()}/{name}").status_code for _ in range(61)]
    assert statuses == [404] * 60 + [429]


def test_the_preview_shows_the_number_where_the_letter_bears_it(client: Client, office: Office, issued: Issued) -> None:
    after = preview.first_page(issue(office))
    before = preview.first_page(put_signature(letter(), office))
    changed = ImageChops.difference(opened(before), opened(after)).getbbox()
    assert changed is not None
    left, _top, right, bottom = changed
    page = opened(after)
    assert left < page.width * 0.4 < page.width * 0.6 < right
    assert bottom < page.height * 0.15
    assert client.get(f"/verify/{issued.code}/page-1.png").headers["Content-Type"] == "image/png"


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


def test_the_verdict_is_read_in_english_too(client: Client, issued: Issued) -> None:
    text = words(client.get(f"/verify/{issued.code}/", headers={"accept-language": "en"}))
    assert "Issued by Ủy ban nhân dân phường Thí Dụ and intact" in text


def test_officials_see_their_own_certificate_and_the_seal_they_keep(client: Client, office: Office) -> None:
    make_official("gia.su", office.agency, "signer")
    sign_in(client, office.leader)
    page = words(client.get(reverse("signatures:certificates")))
    assert "Bùi Thị Giả Sử" in page
    assert "Con dấu cơ quan" not in page
    sign_in(client, make_official("van.thu", office.agency, "clerk"))
    page = words(client.get(reverse("signatures:certificates")))
    assert "Ủy ban nhân dân phường Thí Dụ" in page
    assert client.get(reverse("signatures:certificate", args=[office.person.uuid])).status_code == 404


def test_an_administrator_sees_all_and_revokes_one_with_a_reason(
    client: Client, office: Office, settings: Settings, tmp_path: Path
) -> None:
    # On a copy: the other tests of this run go on sealing.
    settings.CA_DIR = shutil.copytree(settings.CA_DIR, tmp_path / "ca")
    sign_in(client, make_official("quan.tri", make_agency("so-mau"), "administrator"))
    page = words(client.get(reverse("signatures:certificates"), {"state": "active"}))
    assert "Bùi Thị Giả Sử" in page
    assert "Ủy ban nhân dân phường Thí Dụ" in page
    url = reverse("signatures:revoke", args=[office.seal.uuid])
    assert "Ghi lý do thu hồi" in words(client.post(url, {"reason": ""}))
    answer = client.post(url, {"reason": "Thay con dấu"}, follow=True)
    assert "Đã thu hồi" in words(answer)
    assert "Thay con dấu" in words(answer)


def test_a_clerk_cannot_revoke(client: Client, office: Office) -> None:
    sign_in(client, make_official("van.thu", office.agency, "clerk"))
    assert client.post(reverse("signatures:revoke", args=[office.seal.uuid]), {"reason": "x"}).status_code == 403


def test_an_administrator_registers_a_certificate_on_a_token(client: Client, office: Office) -> None:
    sign_in(client, make_official("quan.tri", make_agency("so-mau"), "administrator"))
    form = {
        "username": "gia.su",
        "certificate": SimpleUploadedFile("c.pem", b"not a certificate"),
        "locator": "pkcs11:token=A;object=b",
    }
    assert "không đọc được" in words(client.post(reverse("signatures:register"), form))
    pem = office.person.pem.encode()
    office.person.delete()
    form["certificate"] = SimpleUploadedFile("c.pem", pem)
    assert "Đã đăng ký chứng thư số" in words(client.post(reverse("signatures:register"), form, follow=True))
