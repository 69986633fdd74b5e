"""Requests of the demo province, one of each kind (đề nghị mẫu)."""

from __future__ import annotations

from django.db import transaction

from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Appointment

from ..models import CertificateRequest
from .actions.ask import ask
from .actions.decide import approve, refuse

SEAL_REASON = "Con dấu số hiện dùng sắp hết hạn (mẫu)"
PERSON_REASON = "Cán bộ mới nhận việc ký (mẫu)"


@transaction.atomic
def load_requests() -> None:
    """A request that waits, one approved, one refused, of the first clerks of the demo; safe to repeat (đề nghị mẫu)."""
    if CertificateRequest.objects.exists():
        return
    posts = Appointment.objects.filter(role="clerk", account__is_demo=True, valid__upper_inf=True)
    administrator = Appointment.objects.filter(role="administrator", account__is_demo=True).order_by("pk").first()
    clerks = list(posts.select_related("account", "agency").order_by("pk")[:3])
    if administrator is None or len(clerks) < 2:
        return
    manager = Acting.of(administrator.account)
    first, second = clerks[0], clerks[1]
    signer = Appointment.objects.filter(role="signer", agency=first.agency).select_related("account").order_by("pk")
    ask(first.agency, None, SEAL_REASON, acting=Acting.of(first.account))
    if person := signer.first():
        refused = ask(first.agency, person.account, PERSON_REASON, acting=Acting.of(first.account))
        refuse(refused, "Người này đang có chứng thư còn hạn", acting=manager)
    approve(ask(second.agency, None, SEAL_REASON, acting=Acting.of(second.account)), acting=manager)
