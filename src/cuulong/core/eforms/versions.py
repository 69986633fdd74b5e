"""Wordings that are put into force from a day on, one after the other (phiên bản và ngày áp dụng).

Forms and processes are such: a draft is published, the one before it ends the day before, and whoever began under a
wording keeps it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, ClassVar, Self, TypeVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models.functions import Now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cuulong.core.audit.record import record as audit
from cuulong.core.people.acting import Acting
from cuulong.core.registry.entity import Entity
from cuulong.lib.errors import InputError, gettext_noop


class NotPublishable(InputError):
    """The version cannot be put into force, or out of it, as asked (không ban hành được)."""


class VersionState(models.TextChoices):
    """Whether a wording may be used for something new (trạng thái phiên bản)."""

    DRAFT = "draft", _("Bản nháp")
    PUBLISHED = "published", _("Đang áp dụng")
    RETIRED = "retired", _("Thôi áp dụng")


R = TypeVar("R")


@dataclass(frozen=True)
class _Published:
    """A version that will not change any more, the same for everybody who loads it."""

    identity: tuple[Any, ...]
    version: Any = field(compare=False)


def read_once(read: Callable[[Any], R]) -> Callable[[Any], R]:
    """`read(version)`, done once in the life of a process: published wordings never change (đọc một lần).

    A draft is read anew each time. The version has `pk`, `recorded_at` and `state`.
    """

    @lru_cache(maxsize=1000)
    def kept(published: _Published) -> R:
        return read(published.version)

    def value(version: Any) -> R:
        if version.pk is None or version.state == VersionState.DRAFT:
            return read(version)
        return kept(_Published((version.pk, version.recorded_at), version))

    return value


def for_reader(title: str, title_en: str) -> str:
    """The title in the reader's language, Vietnamese where there is no other (tên theo ngôn ngữ người đọc)."""
    return (title_en if (get_language() or "").startswith("en") else "") or title


class VersionQuerySet(models.QuerySet["Version"]):
    def in_force(self, day: date) -> Self:
        """Those that apply on a day (đang áp dụng)."""
        return self.filter(valid__contains=day).exclude(state=VersionState.DRAFT)


class Version(Entity):
    """One wording of something named by `owner_field` (phiên bản)."""

    owner_field: ClassVar[str]

    n = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    valid = DateRangeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{getattr(self, self.owner_field).code}/{self.n}"

    @property
    def is_draft(self) -> bool:
        return self.state == VersionState.DRAFT

    @property
    def first_day(self) -> date | None:
        return self.valid.lower if self.valid else None

    @property
    def last_day(self) -> date | None:
        return self.valid.upper - timedelta(days=1) if self.valid and self.valid.upper else None


V = TypeVar("V", bound=Version)


def _locked(version: V) -> V:
    return type(version).objects.select_for_update(of=("self",)).select_related(version.owner_field).get(pk=version.pk)


def _log(version: Version, act: str, acting: Acting) -> None:
    owner = getattr(version, version.owner_field)
    audit(acting, f"{version.ref_kind}.{act}", version, title=owner.title, n=version.n)


@transaction.atomic
def publish(version: V, *, valid_from: date, acting: Acting, at: datetime) -> V:
    """Put a draft into force; the version before it ends the day before (ban hành). Raises NotPublishable."""
    version = _locked(version)
    if not version.is_draft:
        raise NotPublishable("published", gettext_noop("Phiên bản này đã ban hành."))
    owner = {version.owner_field: getattr(version, version.owner_field)}
    others = type(version).objects.filter(**owner).exclude(state=VersionState.DRAFT)
    if others.filter(valid__startswith__gte=valid_from).exists():
        raise NotPublishable("later", gettext_noop("Đã có phiên bản áp dụng từ ngày đó hoặc muộn hơn."))
    before = others.filter(valid__contains=valid_from).first()
    if before is not None:
        before.valid = DateRange(before.valid.lower, valid_from)
        before.state = VersionState.RETIRED
        before.save()
    version.valid = DateRange(valid_from, None)
    version.state, version.published_at = VersionState.PUBLISHED, at
    version.save()
    _log(version, "published", acting)
    return version


@transaction.atomic
def retire(version: V, *, last_day: date, acting: Acting) -> V:
    """End a version without a follower; what began under it goes on (thôi áp dụng). Raises NotPublishable."""
    version = _locked(version)
    if version.state != VersionState.PUBLISHED:
        raise NotPublishable("not_published", gettext_noop("Chỉ phiên bản đang áp dụng mới thôi áp dụng được."))
    if last_day < version.valid.lower:
        raise NotPublishable("before_start", gettext_noop("Ngày thôi áp dụng đứng trước ngày bắt đầu áp dụng."))
    version.valid = DateRange(version.valid.lower, last_day + timedelta(days=1))
    version.state = VersionState.RETIRED
    version.save()
    _log(version, "retired", acting)
    return version


def drafted(version: Version, acting: Acting) -> None:
    """Audit a new draft."""
    _log(version, "drafted", acting)
