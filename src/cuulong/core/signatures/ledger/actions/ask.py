"""An agency asks for a certificate, and may take the request back."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.organisations.models import Agency
from cuulong.core.people.models import Account
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.vietnamese import clean

from ...models import Certificate, CertificateRequest, RequestState, StepKind
from ...queries import REQUEST
from ..history import note_step

OPEN = (RequestState.WAITING, RequestState.APPROVED)


@transaction.atomic
def ask(
    agency: Agency, account: Account | None, reason: str, *, acting: Any, renews: Certificate | None = None
) -> CertificateRequest:
    """Ask for a certificate of an official or, without `account`, the seal of the agency (đề nghị cấp chứng thư số).

    Raises Forbidden, and InputError when one is asked for already or the old one is somebody else's.
    """
    acting.require(REQUEST, agency)
    if not clean(reason):
        raise InputError("no_reason", gettext_noop("Ghi lý do đề nghị"))
    if renews is not None and (renews.account != account or (renews.place not in (None, agency))):
        raise InputError("not_theirs", gettext_noop("Chứng thư cần gia hạn không phải của người hay cơ quan này."))
    # Whoever asks at the same time waits here, then finds the request below.
    Agency.objects.select_for_update().get(pk=agency.pk)
    if CertificateRequest.objects.filter(agency=agency, account=account, state__in=OPEN).exists():
        raise InputError("asked", gettext_noop("Đã có một đề nghị đang chờ cho người hay cơ quan này."))
    made = CertificateRequest.objects.create(
        agency=agency, account=account, renews=renews, reason=clean(reason)[:300], asked_by=acting.account
    )
    note_step(StepKind.ASKED, acting=acting, request=made, certificate=renews, note=made.reason)
    record(acting, "signatures.request.asked", made, agency, holder=str(made.owner), reason=made.reason)
    return made


@transaction.atomic
def withdraw_request(request: CertificateRequest, *, acting: Any) -> CertificateRequest:
    """Take an open request back (rút đề nghị). Raises Forbidden, InputError."""
    acting.require(REQUEST, request.agency)
    locked = locked_request(request, *OPEN)
    locked.state = RequestState.WITHDRAWN
    locked.save(update_fields=["state"])
    note_step(StepKind.WITHDRAWN, acting=acting, request=locked)
    record(acting, "signatures.request.withdrawn", locked, locked.agency, holder=str(locked.owner))
    return locked


def locked_request(request: CertificateRequest, *states: RequestState) -> CertificateRequest:
    """The row as it is now, held; raises InputError when it has gone another way meanwhile (giữ đề nghị)."""
    found = CertificateRequest.objects.select_for_update().get(pk=request.pk)
    if found.state not in states:
        raise InputError(
            "moved_on",
            gettext_noop("Đề nghị này đang ở bước “%(state)s”. Tải lại trang để xem."),
            state=found.get_state_display(),
        )
    return found
