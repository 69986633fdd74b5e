"""Tell the portal of every step, in order, until it has taken it (báo tiến độ lên Cổng)."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cuulong.core.outbox.jobs import defer, task
from cuulong.core.outbox.rules import gives_up

from ...dossiers.models import Dossier, State
from ...dossiers.queries import PARTS
from .. import client, rules
from ..messages import progress_of, sync_of
from ..models import Alongside, Crossing, Standing, Way

OPEN = (Standing.WAITING, Standing.STUCK)
AT_ONCE = 100


@transaction.atomic
def keep_told(dossier: Dossier) -> None:
    """Put every step that no message tells of yet into one, after what was put there before (báo tiến độ)."""
    if not client.is_connected() or dossier.state == State.DRAFT:
        return
    Alongside.objects.get_or_create(dossier=dossier)
    along = Alongside.objects.select_for_update().get(dossier=dossier)
    told = set(Crossing.objects.filter(dossier=dossier, way=Way.OUT).values_list("digest", flat=True))
    news = [one for one in dossier.transitions.order_by("pk") if f"step:{one.pk}" not in told]
    if not news:
        return
    dossier = Dossier.objects.select_related(*PARTS).get(pk=dossier.pk)
    last = news[-1]
    whole = _crossing(dossier, rules.SYNC, f"whole:{last.pk}", sync_of(dossier, rules.status_of(last.after, last.verb)))
    steps = [_crossing(dossier, rules.PROGRESS, f"step:{one.pk}", progress_of(dossier, one)) for one in news]
    whole.updating = along.theirs or bool(told)
    Crossing.objects.bulk_create([whole, *steps])
    send_soon(whole.code)


def _crossing(dossier: Dossier, service: str, digest: str, body: dict[str, object]) -> Crossing:
    return Crossing(
        way=Way.OUT, service=service, code=dossier.code or "", dossier=dossier, digest=digest, body=body, updating=True
    )


def send_soon(code: str) -> None:
    """Put the sending of what waits under a code off to the queue (xếp hàng gửi)."""
    defer(send, lock=f"portal.out:{code}", code=code)


@transaction.atomic
def tell_refusal(crossing: Crossing, reason: str) -> None:
    """Tell the portal that what it sent is not taken in; there is no dossier here (báo không tiếp nhận)."""
    now = timezone.now()
    body = {"MaHoSo": crossing.code, "NguoiXuLy": "", "ThoiDiemXuLy": rules.moment(now), "NoiDungXuLy": reason,
            "TrangThai": rules.status_of("declined")}  # fmt: skip
    Crossing.objects.get_or_create(
        way=Way.OUT,
        code=crossing.code,
        digest=f"refused:{crossing.pk}",
        defaults={"service": rules.PROGRESS, "body": body, "updating": True},
    )
    send_soon(crossing.code)


@task("services.portal.send")
def send(code: str) -> None:
    """Send what waits of one dossier in its order; the first that is not taken holds the others (gửi lên Cổng)."""
    for one in Crossing.objects.filter(code=code, way=Way.OUT, standing__in=OPEN).order_by("pk"):
        mine = Crossing.objects.filter(pk=one.pk)
        updating = one.updating if one.service == rules.SYNC else None
        try:
            client.call(one.service, [one.body], updating=updating)
        except client.NotTaken as error:
            standing = Standing.STUCK if gives_up(one.attempts + 1) else Standing.WAITING
            mine.update(attempts=F("attempts") + 1, last_error=str(error)[:500], standing=standing)
            raise
        mine.update(attempts=F("attempts") + 1, last_error="", standing=Standing.DONE, settled_at=timezone.now())


def catch_up() -> None:
    """Send what is still here after every try of the queue, until the portal is away again (gửi bù)."""
    if not client.is_connected():
        return
    late = Crossing.objects.filter(way=Way.OUT, standing=Standing.STUCK).order_by("pk")
    for code in list(dict.fromkeys(late.values_list("code", flat=True)[:AT_ONCE])):
        try:
            send(code)
        except client.NotTaken:
            return


def compare() -> None:
    """Ask the portal where its dossiers stand; what differs is told once more and stands on the screen (đối chiếu)."""
    if not client.is_connected():
        return
    oldest = Alongside.objects.select_related("dossier").order_by(F("compared_at").asc(nulls_first=True), "pk")
    for one in list(oldest[:AT_ONCE]):
        try:
            compare_one(one)
        except client.NotTaken:
            return


def compare_one(along: Alongside) -> bool:
    """Whether both know the same status of a dossier (đối chiếu một hồ sơ). Raises client.NotTaken."""
    dossier = along.dossier
    answer = client.call(rules.ASK, [{"MaHoSo": dossier.code}])
    theirs = next((rules.text(row, "TrangThaiHoSo", 3) for row in rules.rows(answer, "data")), "")
    last = dossier.transitions.order_by("-pk").first()
    ours = rules.status_of(last.after, last.verb) if last else ""
    along.their_status, along.in_step, along.compared_at = theirs, theirs == ours, timezone.now()
    along.save(update_fields=["their_status", "in_step", "compared_at"])
    if not along.in_step:
        tell_again(dossier)
    return along.in_step


@transaction.atomic
def tell_again(dossier: Dossier) -> None:
    """Tell every step once more, unless something waits anyway; the portal knows them by their time (báo lại)."""
    said = Crossing.objects.select_for_update().filter(dossier=dossier, way=Way.OUT, erased_at=None)
    if any(one.standing in OPEN for one in said):
        return
    said.update(standing=Standing.WAITING, attempts=0)
    keep_told(dossier)
    send_soon(dossier.code or "")
