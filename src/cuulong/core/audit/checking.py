"""Proving the log: rows against links, links against signed heads, heads against the file outside (kiểm tra nhật ký).

Everything is read in batches in the chain's order, so memory stays the same whatever the log's size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db.models import Exists, Max, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.lib.dates import short_datetime

from . import keys, witness
from .models import Event, Head, Link
from .rules import START, head_statement, link
from .witness import Exported

BATCH = 2000


@dataclass
class Check:
    """One run over the whole log; iterate `findings()`, then read the counts (kết quả kiểm tra)."""

    file: Path = field(default_factory=witness.path)
    links: int = 0
    heads: int = 0
    exported: int = 0
    unsealed: int = 0
    _until: int = 0
    _end: Link | None = None
    _last_head: int = 0

    def findings(self) -> Iterator[str]:
        """Every damage as one sentence, in the order of the chain.

        Sealing may go on meanwhile: the file is measured first and the chain after it, so what is read of the file is
        never ahead of what is read of the chain.
        """
        self._witness = _Witness(self.file)
        ends = Link.objects.aggregate(Max("seq"))["seq__max"], Head.objects.aggregate(Max("seq"))["seq__max"]
        self._until = max(end or 0 for end in ends)
        yield from self._chain()
        yield from self._beyond_the_end()
        yield from self._unsealed()
        self.exported = self._witness.count

    def _chain(self) -> Iterator[str]:
        previous, after = START, 0
        while batch := list(Link.objects.filter(seq__gt=after, seq__lte=self._until).order_by("seq")[:BATCH]):
            events = Event.objects.in_bulk([one.event_id for one in batch])
            heads = Head.objects.filter(seq__gt=after, seq__lte=batch[-1].seq).in_bulk()
            for one in batch:
                if one.seq != after + 1:
                    yield _("Mất mắt xích từ số %(first)s đến số %(last)s.") % {"first": after + 1, "last": one.seq - 1}
                elif link(previous, one.seq, one.event_id, bytes(one.content_hash)) != bytes(one.link_hash):
                    yield _("Chuỗi đứt ở mắt xích số %(seq)s: mắt xích này không nối tiếp mắt xích trước.") % {
                        "seq": one.seq
                    }
                yield from _row(one, events.get(one.event_id))
                yield from self._head(one, heads.get(one.seq))
                yield from self._exported(one, heads.get(one.seq))
                previous, after = bytes(one.link_hash), one.seq
                self.links += 1
            self._end = batch[-1]

    def _head(self, one: Link, head: Head | None) -> Iterator[str]:
        if head is None:
            return
        self.heads += 1
        self._last_head = one.seq
        yield from _signed(head, bytes(one.link_hash), _("Đầu chuỗi số %(seq)s trong cơ sở dữ liệu") % {"seq": one.seq})

    def _exported(self, one: Link, head: Head | None) -> Iterator[str]:
        exported = False
        yield from self._witness.broken()
        for line in self._witness.take(one.seq):
            if line.seq < one.seq:
                continue  # its link is missing, which has been said
            exported = True
            place = _("Dòng %(line)s của tệp chứng %(file)s") % {"line": line.number, "file": self.file.name}
            yield from _signed(line, bytes(one.link_hash), place)
            if head is None:
                yield _("Đầu chuỗi số %(seq)s có trong tệp chứng nhưng đã bị xóa khỏi cơ sở dữ liệu.") % {
                    "seq": one.seq
                }
        if head and not exported and self._witness.is_in_the_middle:
            yield _("Tệp chứng thiếu dòng của đầu chuỗi số %(seq)s.") % {"seq": one.seq}

    def _beyond_the_end(self) -> Iterator[str]:
        end = self._end.seq if self._end else 0
        claimed = {head.seq: head.sealed_at for head in Head.objects.filter(seq__gt=end, seq__lte=self._until)}
        yield from self._witness.broken()
        for line in self._witness.take(None):
            if line.seq > end:
                claimed[line.seq] = line.sealed_at
        if claimed:
            yield _(
                "%(count)s bản ghi cuối đã bị xóa: đầu chuỗi ký lúc %(at)s có đến số %(seq)s,"
                " cơ sở dữ liệu chỉ còn đến số %(end)s."
            ) % {"count": max(claimed) - end, "at": _at(claimed[max(claimed)]), "seq": max(claimed), "end": end}
        if self._last_head < end and not claimed:
            yield _("Các mắt xích từ số %(first)s đến số %(last)s không có đầu chuỗi nào ký.") % {
                "first": self._last_head + 1,
                "last": end,
            }
        if not self._witness.exists and (self.heads or claimed):
            yield _("Không thấy tệp chứng %(file)s.") % {"file": self.file}

    def _unsealed(self) -> Iterator[str]:
        waiting = Event.objects.filter(~Exists(Link.objects.filter(event_id=OuterRef("pk")))).order_by("pk")
        for event in waiting.iterator(chunk_size=BATCH):
            self.unsealed += 1
            if not _is_intact(event):
                yield _("Bản ghi %(row)s (%(action)s lúc %(at)s) đã bị sửa trước khi niêm phong.") % _name(event)


class _Witness:
    """The file's lines, taken in step with the chain."""

    def __init__(self, file: Path) -> None:
        self.exists = file.exists()
        self.count = 0
        self._lines = witness.read(file) if self.exists else iter(())
        self._next: Exported | int | None = next(self._lines, None)
        self._last_seq = 0

    @property
    def is_in_the_middle(self) -> bool:
        """Whether lines stand both before and after the place reached."""
        return self.count > 0 and self._next is not None

    def broken(self) -> Iterator[str]:
        """Lines at the place reached that nobody can read or that go backwards."""
        while isinstance(self._next, int) or (self._next and self._next.seq <= self._last_seq):
            number = self._next if isinstance(self._next, int) else self._next.number
            yield _("Dòng %(line)s của tệp chứng đã bị sửa: không đọc được hoặc sai thứ tự.") % {"line": number}
            self._next = next(self._lines, None)

    def take(self, seq: int | None) -> Iterator[Exported]:
        """Lines up to `seq`, or all that remain."""
        while isinstance(self._next, Exported) and (seq is None or self._next.seq <= seq):
            line, self._next = self._next, next(self._lines, None)
            self._last_seq = line.seq
            self.count += 1
            yield line


def _row(one: Link, event: Event | None) -> Iterator[str]:
    if event is None:
        yield _("Bản ghi %(row)s đã bị xóa; mắt xích số %(seq)s của nó vẫn còn.") % {
            "row": one.event_id,
            "seq": one.seq,
        }
    elif event.content().digest() != bytes(one.content_hash) or not _is_intact(event):
        yield _("Bản ghi %(row)s (%(action)s lúc %(at)s) đã bị sửa sau khi niêm phong.") % _name(event)


def _is_intact(event: Event) -> bool:
    return event.content().digest() == bytes(event.content_hash)


def _signed(head: Head | Exported, link_hash: bytes, place: str) -> Iterator[str]:
    statement = head_statement(head.seq, bytes(head.link_hash), head.sealed_at)
    if not keys.verifies(head.key_id, bytes(head.signature), statement):
        yield _("%(place)s không do khóa của hệ thống ký: có người không giữ khóa đã làm giả.") % {"place": place}
    elif bytes(head.link_hash) != link_hash:
        yield _(
            "%(place)s, ký lúc %(at)s, không khớp chuỗi hiện có: chuỗi từ số %(seq)s trở về trước đã bị tính lại."
        ) % {"place": place, "at": _at(head.sealed_at), "seq": head.seq}


def _name(event: Event) -> dict[str, object]:
    return {"row": event.pk, "action": event.action, "at": _at(event.happened_at)}


def _at(moment: datetime) -> str:
    return short_datetime(timezone.localtime(moment))
