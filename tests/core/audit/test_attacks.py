"""What an intruder with the database in hand cannot hide from `./manage check_audit`."""

from __future__ import annotations

import json

import psycopg
import pytest

from cuulong.core.audit import checking
from cuulong.core.audit.models import Event, Head, Link
from cuulong.core.audit.rules import START, link
from tests.core.audit.conftest import check

pytestmark = pytest.mark.usefixtures("thirty")


def test_an_untouched_log_passes(stamp):
    stamp(2)
    code, said = check()
    assert code == 0
    assert said.startswith("Nhật ký nguyên vẹn: 30 bản ghi đã niêm phong, 3 đầu chuỗi đã ký, 3 dòng trong tệp chứng; 2")


def test_a_changed_row_is_named(intruder):
    row = Event.objects.order_by("pk")[16].pk
    intruder.execute('UPDATE core_audit_event SET details = \'{"what": "khác"}\' WHERE id = %s', [row])
    code, said = check()
    assert code == 1
    assert f"Bản ghi {row} (probe.stamped lúc " in said
    assert "đã bị sửa sau khi niêm phong" in said
    assert said.count("\n") == 2


@pytest.mark.parametrize(
    "change",
    [
        "actor_uuid = gen_random_uuid()",
        "behalf_kind = 'people.account'",
        "action = 'audit.events.exported'",
        "happened_at = happened_at - interval '1 day'",
        "agency_id = 5",
        "party_uuid = gen_random_uuid()",
        "request_id = 'x'",
        "uuid = gen_random_uuid()",
        "content_hash = decode(repeat('00', 32), 'hex')",
        "subject_kind = 'not a kind'",
    ],
)
def test_no_column_can_be_changed_unseen(intruder, change):
    row = Event.objects.order_by("pk")[3].pk
    intruder.execute(f"UPDATE core_audit_event SET {change} WHERE id = {row}")
    code, said = check()
    assert code == 1
    assert f"Bản ghi {row} " in said


def test_a_changed_row_with_its_own_hash_recomputed_is_named(intruder):
    event = Event.objects.order_by("pk")[16]
    change_and_rehash(intruder, event)
    assert f"Bản ghi {event.pk} " in check()[1]


def test_a_chain_recomputed_without_the_key_is_named(intruder):
    recompute_everything(intruder, Event.objects.order_by("pk")[16])
    code, said = check()
    assert code == 1
    assert "Đầu chuỗi số 20 trong cơ sở dữ liệu, ký lúc " in said
    assert "không khớp chuỗi hiện có: chuỗi từ số 20 trở về trước đã bị tính lại." in said
    assert "Dòng 2 của tệp chứng heads.jsonl, ký lúc " in said


def test_a_recomputed_chain_with_heads_signed_by_another_key_is_named(intruder, settings):
    from cuulong.core.audit.rules import head_statement

    recompute_everything(intruder, Event.objects.order_by("pk")[16])
    proper = settings.AUDIT_KEY
    settings.AUDIT_KEY = "the intruder's own secret, long enough"
    for head in Head.objects.all():
        own = Link.objects.get(seq=head.seq).link_hash
        key, signature = checking.keys.sign(head_statement(head.seq, bytes(own), head.sealed_at))
        intruder.execute(
            "UPDATE core_audit_head SET link_hash = %s, signature = %s, key_id = %s WHERE seq = %s",
            [bytes(own), signature, key, head.seq],
        )
    settings.AUDIT_KEY = proper
    code, said = check()
    assert code == 1
    assert "Đầu chuỗi số 30 trong cơ sở dữ liệu không do khóa của hệ thống ký" in said
    assert "Dòng 3 của tệp chứng heads.jsonl, ký lúc " in said


def test_the_last_ten_rows_deleted_with_links_and_heads_are_named(intruder):
    intruder.execute("DELETE FROM core_audit_event WHERE id IN (SELECT event_id FROM core_audit_link WHERE seq > 20)")
    intruder.execute("DELETE FROM core_audit_link WHERE seq > 20")
    intruder.execute("DELETE FROM core_audit_head WHERE seq > 20")
    code, said = check()
    assert code == 1
    assert said.startswith("10 bản ghi cuối đã bị xóa: đầu chuỗi ký lúc ")
    assert "có đến số 30, cơ sở dữ liệu chỉ còn đến số 20." in said


def test_rows_deleted_without_their_links_are_named(intruder):
    row = Event.objects.order_by("pk").last().pk
    intruder.execute("DELETE FROM core_audit_event WHERE id = %s", [row])
    assert f"Bản ghi {row} đã bị xóa; mắt xích số 30 của nó vẫn còn." in check()[1]


def test_a_gap_in_the_middle_is_named(intruder):
    intruder.execute("DELETE FROM core_audit_link WHERE seq BETWEEN 5 AND 7")
    assert "Mất mắt xích từ số 5 đến số 7." in check()[1]


def test_a_changed_line_of_the_file_is_named(witness):
    lines = witness.read_text().splitlines(keepends=True)
    lines[1] = json.dumps(json.loads(lines[1]) | {"hash": "00" * 32}) + "\n"
    witness.write_text("".join(lines))
    assert "Dòng 2 của tệp chứng heads.jsonl không do khóa của hệ thống ký" in check()[1]


def test_a_line_taken_out_of_the_file_is_named(witness):
    lines = witness.read_text().splitlines(keepends=True)
    witness.write_text(lines[0] + lines[2])
    assert "Tệp chứng thiếu dòng của đầu chuỗi số 20." in check()[1]


def test_a_missing_file_is_named(witness):
    witness.unlink()
    assert "Không thấy tệp chứng" in check()[1]


def test_the_sentences_come_in_english_too(intruder):
    intruder.execute("DELETE FROM core_audit_head WHERE seq = 20")
    assert check("vi")[0] == check("en")[0] == 1


def test_memory_does_not_grow_with_the_log(monkeypatch):
    monkeypatch.setattr(checking, "BATCH", 4)
    run = checking.Check()
    assert list(run.findings()) == []
    assert (run.links, run.heads, run.exported) == (30, 3, 3)


def change_and_rehash(intruder: psycopg.Connection, event: Event) -> bytes:
    event.details = {"what": "khác"}
    digest = event.content().digest()
    intruder.execute(
        "UPDATE core_audit_event SET details = %s, content_hash = %s WHERE id = %s",
        [json.dumps(event.details), digest, event.pk],
    )
    return digest


def recompute_everything(intruder: psycopg.Connection, event: Event) -> None:
    """The chain made anew over a changed row, as anyone can who reads the program."""
    changed = change_and_rehash(intruder, event)
    previous = START
    for one in Link.objects.order_by("seq"):
        content = changed if one.event_id == event.pk else bytes(one.content_hash)
        previous = link(previous, one.seq, one.event_id, content)
        intruder.execute(
            "UPDATE core_audit_link SET content_hash = %s, link_hash = %s WHERE seq = %s", [content, previous, one.seq]
        )
