"""A procedure begins to take dossiers, or stops: form, process and listing come together (mở nhận hồ sơ)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.text import slugify

from cuulong.core.audit.record import record
from cuulong.core.eforms.models import FormVersion
from cuulong.core.people.acting import Acting
from cuulong.core.search.index import put_all, remove
from cuulong.core.workflow.models import ProcessVersion
from cuulong.core.workflow.queries import version_on
from cuulong.lib.errors import gettext_noop
from cuulong.lib.facts import Ref
from cuulong.lib.vietnamese import clean, fold

from ..co_signing import kept_from
from ..finding import LISTED, listing_document
from ..lookup_settings import set_by_officers, with_lookups
from ..models import Listing, Procedure, ProcedureVersion, VersionState
from ..opening import Decisions, Described, NotReady, definition_of
from ..slots import with_slots
from .import_catalogue import RIGHT
from .put_in_force import document_of, put_in_force
from .take_rows import opened_after

# National codes look like 1.004002; a province's own like VL.000001 or 1.004002.H61.
CODE = re.compile(r"[0-9A-Za-z]+(\.[0-9A-Za-z]+){1,4}")
RESERVED = ("new", "several", "imports")


@dataclass(frozen=True)
class Parts:
    """What a procedure is put together from; None where it is not there yet (các phần của thủ tục)."""

    listing: Listing | None
    form: FormVersion | None
    process: ProcessVersion | None

    @property
    def complete(self) -> bool:
        return None not in (self.listing, self.form, self.process)


def parts_of(procedure: Procedure) -> Parts:
    """The published listing, form and process of today (các phần đang áp dụng)."""
    today, code = timezone.localdate(), procedure.parts_code
    return Parts(
        Listing.objects.in_force(today).filter(procedure=procedure).select_related("sector").first(),
        FormVersion.objects.in_force(today).filter(form__code=code).select_related("form").first(),
        version_on(code, today),
    )


@transaction.atomic
def begin_procedure(code: str, name: str, *, acting: Acting) -> Procedure:
    """A procedure that no catalogue brought, with an empty listing to fill (thêm thủ tục). Raises NotReady."""
    acting.require(RIGHT)
    code, name = code.strip(), clean(name)
    if not CODE.fullmatch(code) or code in RESERVED or len(code) > 40:
        raise NotReady("code", gettext_noop("Mã thủ tục gồm chữ, số và dấu chấm, ví dụ 1.004002 hoặc VL.000001."))
    known = NotReady("known", gettext_noop("Đã có thủ tục mang mã %(known)s."), known=code)
    if Procedure.objects.filter(code__iexact=code).exists():
        raise known
    slug = slugify(fold(name))[:60].strip("-") or slugify(code)
    if Procedure.objects.filter(slug=slug).exists():
        slug = f"{slug}-{slugify(code.replace('.', '-'))}"[:80]
    try:
        with transaction.atomic():
            procedure = Procedure.objects.create(code=code, slug=slug)
    except IntegrityError as error:  # somebody else added it at the same moment
        raise known from error
    listing = opened_after(None, procedure.pk)
    listing.name = name
    listing.save()
    record(acting, "services.procedure.begun", procedure, code=code)
    return procedure


@transaction.atomic
def open_filing(procedure: Procedure, decided: Decisions, *, acting: Acting) -> ProcedureVersion:
    """Take dossiers from today by the listing, form and process in force (mở nhận hồ sơ). Raises NotReady."""
    acting.require(RIGHT)
    procedure = Procedure.objects.select_for_update().get(pk=procedure.pk)
    parts = parts_of(procedure)
    listing, form, process = parts.listing, parts.form, parts.process
    if listing is None or form is None or process is None:
        raise NotReady("parts", gettext_noop("Cần nội dung, biểu mẫu và quy trình đang áp dụng trước khi nhận hồ sơ."))
    if listing.national_system:
        raise NotReady(
            "national",
            gettext_noop("Thủ tục này giải quyết ở %(system)s; tỉnh không nhận hồ sơ riêng."),
            system=listing.national_system,
        )
    today = timezone.localdate()
    definition = definition_of(_described(listing, procedure), decided, process.definition)
    definition = with_slots(definition | {"valid_from": today.isoformat()}, form.layout)
    definition = with_lookups(definition, set_by_officers(procedure)) | kept_from(procedure)
    version = put_in_force(procedure, definition, form, day=today, acting=acting)
    put_all([document_of(version)])
    remove(Ref(LISTED, procedure.uuid))  # found as what can be filed
    return version


@transaction.atomic
def close_filing(procedure: Procedure, *, acting: Acting) -> None:
    """Take no new dossiers from today; those on their way go on by their version (thôi nhận hồ sơ). Raises NotReady."""
    acting.require(RIGHT)
    today = timezone.localdate()
    version = ProcedureVersion.objects.published(today).select_for_update().filter(procedure=procedure).first()
    if version is None:
        raise NotReady("closed", gettext_noop("Thủ tục này không đang nhận hồ sơ."))
    version.valid, version.state = DateRange(version.valid.lower, today), VersionState.RETIRED
    version.save(update_fields=["valid", "state"])
    remove(procedure.ref)
    listing = Listing.objects.in_force(today).filter(procedure=procedure).select_related("procedure", "sector").first()
    if listing is not None:
        put_all([listing_document(listing)])
    record(acting, "services.procedure.closed", procedure, code=procedure.code, day=today)


def _described(listing: Listing, procedure: Procedure) -> Described:
    return Described(
        code=procedure.code,
        slug=procedure.slug,
        name=listing.name,
        decision=listing.decision,
        sector=listing.sector.name if listing.sector else "",
        topics=tuple(procedure.topics.values_list("key", flat=True)),
        levels=tuple(listing.levels),
        service_level=listing.service_level,
        scope=listing.scope,
        content=listing.content,
    )
