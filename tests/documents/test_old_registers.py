"""Old registers are imported with a report, and found again (nhập sổ cũ)."""

from __future__ import annotations

import json
import unicodedata
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cuulong.core.people.acting import Forbidden
from cuulong.core.search.find import find
from cuulong.lib.tables import TableError, write_xlsx
from cuulong.systems.documents.finding.actions.import_register import drop, preview, take
from cuulong.systems.documents.finding.models import Batch
from cuulong.systems.documents.models import Document
from cuulong.systems.documents.records.rules import Refused
from launcher.layout import ROOT

from .arrivals import CLERK, SPECIALIST, agency, enter, who

DATA = ROOT.parent / "shared" / "data" / "04_documents" / "vb_binhduong_dev.csv"
EXCUSE = "shared data absent: the real documents lie beside the repository, not in it"
HEAD = "so_ky_hieu,ngay_ban_hanh,trich_yeu,co_quan_ban_hanh,tep\n"
ROWS = (
    "12/QĐ-UBND,2019-03-15,phân công nhiệm vụ,UBND xã Mẫu,a.pdf\n"
    "27 QĐ-UBND,02/04/2019,kiện toàn tổ công tác,UBND xã Mẫu,\n"
    "12/QD-UBND,15/03/2019,phân công nhiệm vụ,UBND xã Mẫu,\n"
    "12/QĐ-UBND,2019-03-15,phân công công tác khác,UBND xã Mẫu,\n"
    ",2019-06-21,thư mời không số,,\n"
    "46/UBND-VX,31/02/2019,ngày không có,UBND xã Mẫu,\n"
    "47/UBND-VX,2019-02-01,,UBND xã Mẫu,\n"
    "48/UBND-VX,2099-02-01,ngày mai sau,UBND xã Mẫu,\n"
    "49/UBND-VX,2019-02-01,(MẬT) phương án,UBND xã Mẫu,\n"
)
pytestmark = pytest.mark.usefixtures("province")


def looked(data: bytes, now: datetime, name: str = "so.csv", by: str = CLERK, issuer: str = "") -> Batch:
    return preview(data, name=name, agency=agency(), direction="in", issuer=issuer, acting=who(by), at=now)


def test_every_row_is_looked_at_before_anything_is_written(now: datetime) -> None:
    batch = looked((HEAD + ROWS).encode(), now)
    assert batch.counts == {"rows": 9, "bad": 5, "odd": 3, "known": 0, "new": 4}
    assert batch.columns["unknown"] == ["tep"]
    assert not Document.objects.exists()
    bad = {line: sentence % params for line, outcome, sentence, params in batch.remarks if outcome == "bad"}
    assert set(bad) == {4, 7, 8, 9, 10}
    assert "Giống hệt dòng 2" in bad[4]
    assert "31/02/2019" in bad[7]


def test_good_rows_are_history_and_found_in_any_writing(now: datetime) -> None:
    take(looked((HEAD + ROWS).encode(), now, issuer="UBND thị xã Mẫu"), acting=who(CLERK), at=now)
    assert {(one.state, one.incoming.channel) for one in Document.objects.all()} == {("closed", "history")}
    mended = Document.objects.get(subject="kiện toàn tổ công tác")
    assert (mended.number, mended.kind, mended.number_key) == ("27/QĐ-UBND", "qd", "27/QD-UBND")
    assert Document.objects.get(number="").issuer_name == "UBND thị xã Mẫu"
    for q in ("27/QD-UBND", "27/qđ-ubnd", "kien toan to cong tac"):
        assert [hit.ref for hit in find(who(CLERK), q, ["documents.document"]).items] == [mended.ref], q
    assert not find(who(SPECIALIST), "kien toan to cong tac", ["documents.document"]).items
    page = enter(CLERK).get("/documents/incoming/?q=Số: 027/QĐ-UBND").content.decode()
    assert "kiện toàn tổ công tác" not in page or "27/QĐ-UBND" in page


def test_the_same_file_again_adds_nothing(now: datetime) -> None:
    take(looked((HEAD + ROWS).encode(), now), acting=who(CLERK), at=now)
    again = looked((HEAD + ROWS).encode(), now)
    assert (again.counts["new"], again.counts["known"]) == (0, 4)
    take(again, acting=who(CLERK), at=now)
    assert Document.objects.count() == 4
    with pytest.raises(Refused, match="đã xong"):
        take(again, acting=who(CLERK), at=now)


def test_excel_and_json_are_read_alike(now: datetime) -> None:
    head = ["Số, ký hiệu", "Ngày văn bản", "Trích yếu"]
    book = write_xlsx(head, [["12/QĐ-UBND", "15/03/2019", "phân công nhiệm vụ"]])
    listed = [dict(zip(head, ["13/QĐ-UBND", "2019-03-16", "bổ nhiệm mẫu"], strict=True))]
    for data, name in ((book, "so.xlsx"), (json.dumps(listed).encode(), "so.json")):
        assert looked(data, now, name).counts["new"] == 1


def test_texts_are_stored_composed_and_written_as_they_were(now: datetime) -> None:
    subject = "triển khai thông tư 02/2022/tt-btttt"
    row = f"5/UBND-VX,2022-05-31,{unicodedata.normalize('NFD', subject)},UBND,\n"
    take(looked((HEAD + row).encode(), now), acting=who(CLERK), at=now)
    assert Document.objects.get().subject == subject


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"[1, 2]", b"{}", b"a,b\n1,2\n", b"[" * 20_000])
def test_what_is_no_register_is_refused_with_a_sentence(now: datetime, data: bytes) -> None:
    with pytest.raises(TableError):
        looked(data, now)


def test_only_clerks_and_archivists_import_and_a_dropped_one_writes_nothing(now: datetime) -> None:
    with pytest.raises(Forbidden):
        looked((HEAD + ROWS).encode(), now, by=SPECIALIST)
    batch = drop(looked((HEAD + ROWS).encode(), now), acting=who(CLERK))
    assert batch.state == "dropped"
    assert not Document.objects.exists()


def test_the_real_register_imports_whole_and_is_found(now: datetime) -> None:
    if not DATA.is_file():
        pytest.skip(EXCUSE)
    batch = looked(DATA.read_bytes(), now, DATA.name, issuer="UBND tỉnh Bình Dương")
    assert batch.counts["rows"] == 2397
    take(batch, acting=who(CLERK), at=now)
    assert Document.objects.count() == batch.counts["new"] == 2397 - batch.counts["bad"]
    assert batch.counts["bad"] <= 3
    one = Document.objects.get(number="3559/UBND-VX", issued_on="2022-07-15")
    for q in ("3559/UBND-VX", "3559/ubnd-vx", "tang cuong chap hanh phong chong tac hai cua ruou bia"):
        assert one.ref in [hit.ref for hit in find(who(CLERK), q, ["documents.document"]).items], q
    assert one.ref in [hit.ref for hit in find(who(CLERK), "15/07/2022", ["documents.document"], 50).items]


def test_the_command_looks_and_takes_only_when_told(tmp_path: Path) -> None:
    file = tmp_path / "so.csv"
    file.write_text(HEAD + ROWS, encoding="utf-8")
    out = StringIO()
    call_command("import_documents", str(file), agency="commune-29551", stdout=out)
    assert "- 7:" in out.getvalue()
    assert "9 dòng, 4 mới" in out.getvalue()
    assert not Document.objects.exists()
    call_command("import_documents", str(file), agency="commune-29551", take=True, stdout=out)
    assert Document.objects.count() == 4
    with pytest.raises(CommandError, match="khong-co"):
        call_command("import_documents", str(file), agency="khong-co", stdout=out)
