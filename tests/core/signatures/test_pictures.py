"""What stands for a signature or a seal on paper looks as the decree says."""

from __future__ import annotations

import subprocess
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from cuulong.core.signatures import drawings
from cuulong.core.signatures.appearances import CopyAndTime, NumberAndTime
from cuulong.core.signatures.fields import Box, seal_beside
from cuulong.core.signatures.pictures import check_picture
from cuulong.lib.dates import VIETNAM
from cuulong.lib.errors import InputError

AT = datetime(2026, 1, 5, 9, 30, 15, tzinfo=VIETNAM)


def drawn(colour: tuple[int, int, int, int], ground: tuple[int, int, int, int] = (0, 0, 0, 0)) -> bytes:
    picture = Image.new("RGBA", (60, 40), ground)
    picture.paste(colour, (10, 10, 40, 25))
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def test_a_blue_signature_and_a_red_seal_are_taken() -> None:
    check_picture(drawings.signature("Bùi Thị Giả Sử"), is_seal=False)
    check_picture(drawings.seal("Ủy ban nhân dân phường Thí Dụ"), is_seal=True)


@pytest.mark.parametrize(
    ("png", "is_seal", "code"),
    [
        (drawn((200, 20, 40, 255)), False, "not_blue"),
        (drawn((20, 60, 200, 255)), True, "not_red"),
        (drawn((10, 10, 10, 255)), False, "not_blue"),
        (drawn((20, 60, 200, 255), (255, 255, 255, 255)), False, "not_clear"),
        (drawn((0, 0, 0, 0)), False, "bad_picture"),
        (b"\x89PNG no", False, "bad_picture"),
    ],
)
def test_any_other_picture_is_refused_with_the_reason(png: bytes, is_seal: bool, code: str) -> None:
    with pytest.raises(InputError) as refused:
        check_picture(png, is_seal=is_seal)
    assert refused.value.code == code


def test_the_seal_covers_the_left_third_of_the_signature_and_is_of_real_size() -> None:
    person = Box.at("person", page=0, left=100, top=200, width=60, height=24)
    seal = seal_beside(person)
    assert round((seal.right - person.left) / person.width, 3) == round(1 / 3, 3)
    assert round(seal.width) == round(seal.height) == round(36 * 72 / 25.4)


@pytest.mark.parametrize(
    ("look", "words"),
    [
        (NumberAndTime("05/QĐ-UBND", AT), ["05/QĐ-UBND", "2026-01-05T09:30:15+07:00"]),
        (CopyAndTime("SAO Y", "UBND phường Thí Dụ", AT), ["SAO Y; UBND phường Thí Dụ;", "2026-01-05T09:30:15+07:00"]),
    ],
)
def test_attachments_and_copies_bear_text_only(
    look: NumberAndTime | CopyAndTime, words: list[str], tmp_path: Path
) -> None:
    page = tmp_path / "look.pdf"
    page.write_bytes(look.render(260, 40))
    text = subprocess.run(["pdftotext", str(page), "-"], capture_output=True, text=True, check=True).stdout
    assert all(each in " ".join(text.split()) for each in words), text
    images = subprocess.run(["pdfimages", "-list", str(page)], capture_output=True, text=True, check=True).stdout
    assert len(images.strip().splitlines()) == 2  # its head only: no picture
