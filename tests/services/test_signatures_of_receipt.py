"""Who receives a result signs: on the screen, by typing the name, or on the printed slip (ký nhận kết quả)."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw

from cuulong.core.files.models import StoredFile
from cuulong.core.files.store import read
from cuulong.core.people.models import Account
from cuulong.core.people.testing import sign_in
from cuulong.systems.services.dossiers.actions.step import step_of
from cuulong.systems.services.dossiers.models import Dossier, Returning
from cuulong.systems.services.dossiers.rules import Refused
from cuulong.systems.services.dossiers.signing import PREFIX, drawn_in, must_be_signed

from .conftest import Make
from .test_paper_forms import OFFICER, issued_and_paid
from .test_state_forms import words


def png(*, ink: bool = True, kind: str = "PNG") -> bytes:
    image = Image.new("RGBA", (600, 200), (0, 0, 0, 0))
    if ink:
        ImageDraw.Draw(image).line([(50, 150), (200, 40), (350, 160), (550, 60)], fill="black", width=4)
    out = BytesIO()
    (image if kind == "PNG" else image.convert("RGB")).save(out, format=kind)
    return out.getvalue()


def as_url(data: bytes) -> str:
    return PREFIX + b64encode(data).decode()


def press(client: Client, issued: Dossier, **typed: Any) -> Any:
    step = step_of(issued)
    return client.post(reverse("services:act", args=[issued.uuid, step.uuid, "hand_over"]), typed)


@pytest.fixture
def counter(dossier: Make) -> Client:
    return sign_in(Client(), Account.objects.get(username=OFFICER))


def test_a_drawn_signature_is_kept_as_a_file_and_stands_on_the_slip(dossier: Make, counter: Client) -> None:
    issued = issued_and_paid(dossier)
    before = counter.get(reverse("services:return_slip", args=[issued.uuid])).content.decode()
    assert "Người nhận kết quả: ……" in before
    drawn = png()
    assert press(counter, issued, signed="drawn", signature=as_url(drawn)).status_code == 302
    given = Returning.objects.select_related("signature").get()
    assert given.signed == "drawn"
    assert given.signature is not None
    assert (given.signature.media_type, read(given.signature)) == ("image/png", drawn)
    picture = reverse("services:signature_image", args=[issued.uuid])
    assert picture in counter.get(reverse("services:workspace", args=[issued.uuid])).content.decode()
    assert picture in counter.get(reverse("services:return_slip", args=[issued.uuid])).content.decode()
    assert counter.get(picture)["Content-Type"] == "image/png"
    slip = counter.get(reverse("services:return_slip_pdf", args=[issued.uuid])).content
    assert "Ký trên màn hình" in words(slip)
    assert given.receiver in words(slip)
    with pypdfium2.PdfDocument(slip) as document:
        assert any(isinstance(one, pypdfium2.PdfImage) for one in document[0].get_objects())
    stranger = sign_in(Client(), Account.objects.get(username="cn.tiepnhan"))
    assert stranger.get(picture).status_code == 404
    assert stranger.get(reverse("services:return_slip", args=[issued.uuid])).status_code == 404


def test_the_name_typed_has_to_be_the_receivers(dossier: Make, counter: Client) -> None:
    issued = issued_and_paid(dossier)
    wrong = press(counter, issued, signed="typed", signed_name="Ai Đó", receiver=issued.receiver_name)
    assert wrong.status_code == 409
    assert "phải đúng họ tên người nhận" in wrong.content.decode()
    assert 'value="Ai Đó"' in wrong.content.decode()
    right = press(counter, issued, signed="typed", signed_name=f" {issued.receiver_name.lower()} ")
    assert right.status_code == 302
    assert Returning.objects.get().signed == "typed"


def test_the_printed_slip_may_be_signed_instead(dossier: Make, counter: Client) -> None:
    issued = issued_and_paid(dossier)
    assert press(counter, issued, signed="paper").status_code == 302
    given = Returning.objects.get()
    assert (given.signed, given.signature) == ("paper", None)
    slip = counter.get(reverse("services:return_slip_pdf", args=[issued.uuid])).content
    assert "Ký trên phiếu giấy" in words(slip)
    assert counter.get(reverse("services:signature_image", args=[issued.uuid])).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "data:text/html;base64,PGI+",
        PREFIX + "không phải base64",
        as_url(b"<svg onload=alert(1)>"),
        as_url(png(ink=False)),
        as_url(png(kind="JPEG")),
        as_url(png()[:200]),
        PREFIX + "A" * 500_000,
    ],
    ids=["nothing", "html", "no base64", "svg", "no ink", "jpeg", "cut off", "too long"],
)
def test_what_is_no_signature_is_refused_and_nothing_is_kept(dossier: Make, counter: Client, sent: str) -> None:
    issued = issued_and_paid(dossier)
    kept = StoredFile.objects.count()
    answer = press(counter, issued, signed="drawn", signature=sent)
    assert answer.status_code == 409
    assert "ký lại" in answer.content.decode().lower()
    assert not Returning.objects.exists()
    assert StoredFile.objects.count() == kept


def test_rules_of_signing(now: datetime) -> None:
    must_be_signed("", receiver="A", typed="", picture=b"")
    must_be_signed("drawn", receiver="A", typed="", picture=drawn_in(as_url(png())))
    with pytest.raises(Refused):
        must_be_signed("thumb", receiver="A", typed="", picture=b"")


def test_there_is_no_slip_before_there_is_a_result(dossier: Make, counter: Client) -> None:
    assert counter.get(reverse("services:return_slip", args=[dossier("accepted").uuid])).status_code == 404
