"""Every real packet of the shared data is read and written again equal, or refused with the reason its README gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from cuulong.core.exchange.edxml import Envelope, Refused, StatusMessage, read, write
from cuulong.core.exchange.edxml.seals import Finding, seals_of
from launcher.inside.testing import EXCUSE

FOLDER = Path(__file__).parents[4].parent / "shared/data/11_edxml"
# What the README of the folder says is wrong with which.
REFUSED = {
    "edoc_new.edxml": "4 byte lạ đứng trước khai báo XML",
    "edoc.edxml": "unbound prefix",
}
CODES = {"acceptance": "03", "assignment": "04", "change-acceptance": "15", "finish": "06", "inbox_": "01",
         "processing": "05", "rejection": "02"}  # fmt: skip


@pytest.fixture
def folder() -> Path:
    if not FOLDER.is_dir():
        pytest.skip(f"{EXCUSE}: 11_edxml")
    return FOLDER


def test_each_round_trips_or_is_refused_with_its_reason(folder: Path) -> None:
    seen = set()
    for path in sorted(folder.glob("*.edxml")):
        data = path.read_bytes()
        if path.name in REFUSED:
            with pytest.raises(Refused) as refused:
                read(data)
            assert REFUSED[path.name] in str(refused.value)
        else:
            packet = read(data)
            assert read(write(packet)) == packet, path.name
        seen.add(path.name)
    assert len(seen) == 12
    assert set(REFUSED) <= seen


def test_what_they_say_is_there(folder: Path) -> None:
    replacement = read((folder / "edoc_replacement.edxml").read_bytes())
    assert isinstance(replacement, Envelope)
    assert replacement.doc_type == "3"
    assert [to.organ_id for to in replacement.to] == ["000.00.00.H41", "000.00.00.H14", "000.00.00.G17"]
    assert str(replacement.code) == "7816/VPCP-TTĐT"
    assert len(replacement.business.replacements) == 2
    (attachment,) = replacement.attachments
    assert attachment.zipped
    assert attachment.name == "1896_QD-TTg_m_294779.doc"
    assert len(attachment.content) == 388_347
    update = read((folder / "edoc_update.edxml").read_bytes())
    assert isinstance(update, Envelope)
    assert update.business.document_info is not None
    assert [one.type for one in update.business.document_info.receivers] == ["0", "1"]
    assert update.business.document_id == "000.00.00.G22,2014/02/30,7806/VPCP-TTĐT"


def test_each_status_has_the_code_of_its_name(folder: Path) -> None:
    for path in folder.glob("status_*.edxml"):
        packet = read(path.read_bytes())
        assert isinstance(packet, StatusMessage)
        word, _, code = path.stem.removeprefix("status_").rpartition("_")
        assert packet.code == code == CODES[word]
        assert packet.document_id == "000.00.00.G22,2015/09/30,7816/VPCP-TTĐT"


def test_their_signatures_cannot_be_judged_and_it_is_said(folder: Path) -> None:
    (seal,) = seals_of((folder / "edoc_update.edxml").read_bytes())
    assert seal.finding is Finding.UNJUDGED
    assert "không kiểm được" in seal.words
