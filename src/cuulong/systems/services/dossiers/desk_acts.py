"""From the key of an action to its verb, with what the screen's form brought (gọi thao tác)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.workflow.models import Step
from cuulong.lib.errors import gettext_noop

from .actions.intake import accept, decline, request_supplement
from .actions.result import hand_over, number_and_seal, sign
from .actions.work import recall, resume_clock, stop_clock, work
from .models import Dossier
from .rules import SENT, Refused
from .signing import DRAWN, drawn_in


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What comes with an act, typed on a screen or sent by a system (nội dung thao tác)."""

    note: str = ""
    revision: int | None = None
    papers: Sequence[str] = ()
    fields: Sequence[str] = ()
    pin: str = ""
    receiver: str = ""
    identity: str = ""
    authority: str = ""
    tracking: str = ""
    carrier: str = ""
    in_person: bool = False
    signed: str = ""
    signed_name: str = ""
    signature: bytes = b""
    assignee: Account | None = None


def do(key: str, dossier: Dossier, step: Step, *, request: HttpRequest, note: str) -> Dossier:
    """Do the act `key` as a screen asks for it. Raises as `perform`."""
    post = request.POST
    shown = post.get("revision", "")
    asked = Asked(
        note=note,
        revision=int(shown) if shown.isdigit() else None,
        papers=[one for one in post.getlist("papers") if one],
        fields=[one for one in post.getlist("fields") if one],
        pin=post.get("pin", ""),
        receiver=post.get("receiver", ""),
        identity=post.get("identity", ""),
        authority=post.get("authority", ""),
        tracking=post.get("tracking", ""),
        carrier=post.get("carrier", ""),
        in_person="in_person" in post,
        signed=post.get("signed", ""),
        signed_name=post.get("signed_name", ""),
        signature=drawn_in(post.get("signature", "")) if post.get("signed") == DRAWN else b"",
        assignee=Account.objects.filter(uuid=post["assignee"]).first() if post.get("assignee") else None,
    )
    return perform(key, dossier, step, asked, acting=request.acting, at=timezone.now())  # type: ignore[attr-defined]


def perform(key: str, dossier: Dossier, step: Step, asked: Asked, *, acting: Acting, at: datetime) -> Dossier:
    """Do the act `key` (thực hiện thao tác).

    Raises Refused, workflow's NotAllowed and AlreadyMoved, CannotSign, all with a sentence.
    """
    common: dict[str, Any] = {"acting": acting, "at": at, "revision": asked.revision}
    note, papers, fields = asked.note, list(asked.papers), list(asked.fields)
    match key:
        case "accept":
            return accept(dossier, step, note=note, **common)
        case "decline":
            return decline(dossier, step, note=note, **common)
        case "request_supplement" if dossier.state == SENT:
            return request_supplement(dossier, step, note=note, papers=papers, fields=fields, **common)
        case "request_supplement":
            if not papers and not fields:
                raise Refused("no_papers", gettext_noop("Chọn giấy tờ hoặc nội dung cần bổ sung."))
            return stop_clock(dossier, step, reason=note, papers=papers, fields=fields, **common)
        case "stop_clock":
            return stop_clock(dossier, step, reason=note, **common)
        case "resume_clock":
            return resume_clock(dossier, step, note=note, **common)
        case "sign":
            return sign(dossier, step, pin=asked.pin, note=note, **common)
        case "number_and_seal":
            return number_and_seal(dossier, step, pin=asked.pin, note=note, **common)
        case "hand_over" | "hand_over_refusal":
            return hand_over(
                dossier,
                step,
                receiver=asked.receiver,
                identity=asked.identity,
                authority=asked.authority,
                tracking=asked.tracking,
                carrier=asked.carrier,
                in_person=asked.in_person,
                signed=asked.signed,
                signed_name=asked.signed_name,
                signature=asked.signature,
                **common,
            )
        case "recall":
            return recall(dossier, step, note, **common)
        case _:  # the engine refuses what the process table does not offer at the step
            return work(dossier, step, key, note=note, assignee=asked.assignee, **common)
