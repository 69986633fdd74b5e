"""What the controlling officer does with a listing: edit, confirm, publish, retire (kiểm soát thủ tục hành chính)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import IO, Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.files.rules import DOCX, PDF, XLSX
from cuulong.core.files.store import store
from cuulong.core.people.acting import Acting
from cuulong.core.search.index import put_all, remove
from cuulong.lib.errors import gettext_noop
from cuulong.lib.facts import Ref
from cuulong.lib.vietnamese import clean

from ..finding import LISTED, listing_document
from ..listing_rules import LACKS, NotYet, lacks, level_fits
from ..models import BlankForm, Competence, Listing, ListingState, Procedure, ProcedureVersion
from ..publishing import publish_by
from .import_catalogue import RIGHT
from .take_rows import copy_competences, opened_after

Who = tuple[str, str, int | None]
FORM_KINDS = frozenset({PDF, DOCX, XLSX})


@transaction.atomic
def edit(
    procedure: Procedure, values: Mapping[str, Any], who: Iterable[Who], topics: Iterable[Any], *, acting: Acting
) -> Listing:
    """Write the open version; what is published stays and a new version opens beside it (sửa nội dung).

    `values`: columns of the listing and `content`. Raises NotYet when level and scope contradict.
    """
    acting.require(RIGHT)
    listing = _opened(procedure)
    before = {key: getattr(listing, key) for key in values}
    if not level_fits(values.get("service_level"), values.get("scope", "")):
        raise NotYet(
            "level_scope",
            gettext_noop(
                "Mức độ 3 là một phần hoặc toàn trình, mức độ 4 là toàn trình, mức độ 1 và 2 không trực tuyến."
            ),
        )
    for key, value in values.items():
        setattr(listing, key, value)
    listing.state = ListingState.PROPOSAL
    listing.save()
    listing.competences.all().delete()
    Competence.objects.bulk_create(
        Competence(listing=listing, duty=duty, level=level, agency_id=agency)
        for duty, level, agency in sorted(who, key=str)
    )
    procedure.topics.set(topics)
    changed = ", ".join(sorted(key for key, value in values.items() if before[key] != value))
    record(acting, "services.listing.edited", listing, code=procedure.code, n=listing.n, fields=changed)
    return listing


@transaction.atomic
def confirm(listing: Listing, *, acting: Acting) -> Listing:
    """Say that times, fees, levels and authorities are true (xác nhận). Raises NotYet with what is missing."""
    acting.require(RIGHT)
    listing = _held(listing)
    if not listing.is_open:
        raise NotYet("not_open", gettext_noop("Chỉ xác nhận được phiên bản chưa công bố."))
    if missing := missing_of(listing):
        raise NotYet("lacks", LACKS[missing[0]])
    listing.state, listing.doubts = ListingState.CONFIRMED, []
    listing.save(update_fields=["state", "doubts"])
    record(acting, "services.listing.confirmed", listing, code=listing.procedure.code, n=listing.n)
    return listing


@transaction.atomic
def publish(listing: Listing, *, valid_from: date, acting: Acting, at: datetime) -> Listing:
    """Put a confirmed version in force from a day; the one before ends the day before (công bố). Raises NotYet."""
    acting.require(RIGHT)
    listing = _held(listing)
    if listing.state != ListingState.CONFIRMED:
        raise NotYet("not_confirmed", gettext_noop("Xác nhận thời hạn, phí và thẩm quyền trước khi công bố."))
    last = Listing.objects.filter(procedure=listing.procedure_id, valid__isnull=False).order_by("-n").first()
    if last is not None and last.valid.upper is None:
        if valid_from <= last.valid.lower:
            raise NotYet("too_early", gettext_noop("Ngày có hiệu lực phải sau ngày của phiên bản đang công bố."))
        _end(last, valid_from, at)
    elif last is not None and valid_from < last.valid.upper:
        raise NotYet("too_early", gettext_noop("Ngày có hiệu lực phải sau ngày của phiên bản đang công bố."))
    listing.state, listing.valid, listing.published_at = ListingState.PUBLISHED, DateRange(valid_from, None), at
    listing.publish_by = publish_by(listing.decided_on) if listing.decided_on else None
    listing.save(update_fields=["state", "valid", "published_at", "publish_by"])
    if not ProcedureVersion.objects.published(timezone.localdate()).filter(procedure=listing.procedure_id).exists():
        put_all([listing_document(listing)])
    record(acting, "services.listing.published", listing, code=listing.procedure.code, n=listing.n, day=valid_from)
    return listing


@transaction.atomic
def retire(listing: Listing, *, on: date, acting: Acting, at: datetime) -> Listing:
    """End a published version for good; its past stays (bãi bỏ). Raises NotYet."""
    acting.require(RIGHT)
    listing = _held(listing)
    if listing.valid is None or (listing.valid.upper is not None and listing.valid.upper <= timezone.localdate()):
        raise NotYet("not_published", gettext_noop("Phiên bản này không đang công bố."))
    if on <= listing.valid.lower:
        raise NotYet("too_early", gettext_noop("Ngày hết hiệu lực phải sau ngày có hiệu lực."))
    _end(listing, on, at)
    if on <= timezone.localdate():
        remove(Ref(LISTED, listing.procedure.uuid))
    record(acting, "services.listing.retired", listing, code=listing.procedure.code, n=listing.n, day=on)
    return listing


@transaction.atomic
def add_blank_form(procedure: Procedure, upload: IO[bytes], *, name: str, title: str, acting: Acting) -> BlankForm:
    """An empty form for people to download (đăng mẫu đơn). Raises files.rules.Refused."""
    acting.require(RIGHT)
    file = store(upload, name=name, acting=acting, allowed=FORM_KINDS)
    form = BlankForm.objects.create(procedure=procedure, title=clean(title)[:200], file=file)
    record(acting, "services.blank_form.added", procedure, code=procedure.code, title=form.title)
    return form


@transaction.atomic
def remove_blank_form(form: BlankForm, *, acting: Acting) -> None:
    """Offer an empty form no more (gỡ mẫu đơn)."""
    acting.require(RIGHT)
    form.removed_at = timezone.now()
    form.save(update_fields=["removed_at"])
    record(acting, "services.blank_form.removed", form.procedure, code=form.procedure.code, title=form.title)


def missing_of(listing: Listing) -> list[str]:
    """Keys of `LACKS` that keep a listing from being confirmed."""
    duties = set(listing.competences.values_list("duty", flat=True))
    return lacks(
        listing.content, levels=listing.levels, level=listing.service_level, scope=listing.scope, duties=duties
    )


def _opened(procedure: Procedure) -> Listing:
    last: Listing | None = procedure.listings.select_for_update().order_by("-n").first()
    if last is not None and last.is_open:
        return last
    listing = opened_after(last, procedure.pk)
    if last is None:
        listing.name = procedure.code
    listing.save()
    if last is not None:
        copy_competences(last.pk, listing)
    return listing


def _held(listing: Listing) -> Listing:
    found: Listing = (
        Listing.objects.select_for_update(of=("self",)).select_related("procedure", "sector").get(pk=listing.pk)
    )
    return found


def _end(listing: Listing, day: date, at: datetime) -> None:
    listing.valid, listing.closed_at = DateRange(listing.valid.lower, day), at
    if day <= timezone.localdate():
        listing.state = ListingState.RETIRED
    listing.save(update_fields=["valid", "closed_at", "state"])
