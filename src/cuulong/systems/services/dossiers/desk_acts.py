"""From the key of an action to its verb, with what the screen's form brought (gọi thao tác)."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from cuulong.core.people.models import Account
from cuulong.core.workflow.models import Step
from cuulong.lib.errors import gettext_noop

from .actions.intake import accept, decline, request_supplement
from .actions.result import hand_over, number_and_seal, sign
from .actions.work import recall, resume_clock, stop_clock, work
from .models import Dossier
from .rules import SENT, Refused


def do(key: str, dossier: Dossier, step: Step, *, request: HttpRequest, note: str) -> Dossier:
    """Do the act `key`. Raises Refused, workflow's NotAllowed and AlreadyMoved, CannotSign, all with a sentence."""
    acting = request.acting  # type: ignore[attr-defined]
    post = request.POST
    shown = post.get("revision", "")
    common = {"acting": acting, "at": timezone.now(), "revision": int(shown) if shown.isdigit() else None}
    papers, fields = ([one for one in post.getlist(name) if one] for name in ("papers", "fields"))
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
            return sign(dossier, step, pin=post.get("pin", ""), note=note, **common)
        case "number_and_seal":
            return number_and_seal(dossier, step, pin=post.get("pin", ""), note=note, **common)
        case "hand_over" | "hand_over_refusal":
            receiver, identity, authority = (post.get(name, "") for name in ("receiver", "identity", "authority"))
            return hand_over(dossier, step, receiver=receiver, identity=identity, authority=authority, **common)
        case "recall":
            return recall(dossier, step, note, **common)
        case _:  # the engine refuses what the process table does not offer at the step
            assignee = Account.objects.filter(uuid=post["assignee"]).first() if post.get("assignee") else None
            return work(dossier, step, key, note=note, assignee=assignee, **common)
