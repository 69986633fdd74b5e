"""Whose figures a leader may read, and what they have chosen (phạm vi điều hành)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import Http404
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cuulong.core.indicators.queries import counted_agencies, shown_name
from cuulong.core.indicators.roll_up import RollUp
from cuulong.core.organisations.lineage import with_inherited
from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.core.organisations.queries import subtree_ids
from cuulong.core.people.acting import Acting
from cuulong.core.registry import Right, get
from cuulong.design.formats import month as month_words
from cuulong.lib.dates import Period, PeriodKind
from cuulong.lib.errors import InputError
from cuulong.lib.province import Province

from ..catalogue.listing_queries import latest
from ..catalogue.models import Procedure, ProcedureVersion, Sector
from ..dossiers.models import Channel
from .rollups import Scope

STEER = "services.steer"
INNER = (AgencyKind.ROOM, AgencyKind.CENTRE, AgencyKind.DIVISION)
MONTHS = 25


def posts(acting: Acting) -> list[Agency] | None:
    """The agencies that one steers, each with all below it; None for all of the province (nơi điều hành).

    Who leads a room or the centre of an agency steers that agency.
    """
    if acting.is_system:
        return None
    right, everywhere = get(Right, STEER), whole_province()
    mine = Agency.objects.filter(pk__in={g.agency_id for g in acting.grants if g.carries(right)})
    found: dict[int, Agency] = {}
    for one in mine.select_related("parent__parent").order_by("pk"):
        agency = one
        while agency.kind in INNER and agency.parent is not None:
            agency = agency.parent
        if agency.kind == AgencyKind.PROVINCE or {one.slug, agency.slug} & everywhere:
            return None
        found[agency.pk] = agency
    return list(found.values())


def steered(acting: Acting) -> frozenset[int] | None:
    """The agencies whose figures one may read; None for all of the province (phạm vi số liệu).

    Agencies that ended count for those in whose place theirs stand.
    """
    return _below(posts(acting))


def _below(agencies: list[Agency] | None) -> frozenset[int] | None:
    if agencies is None:
        return None
    found = frozenset().union(*(subtree_ids(one.pk) for one in agencies))
    return frozenset(with_inherited(found, timezone.localdate())) if found else frozenset()


def whole_province() -> frozenset[str]:
    """Bodies that steer for the whole province, such as the office of the committee; a setting (cơ quan điều hành toàn tỉnh)."""
    return frozenset(Province(settings.PROVINCE_DIR).settings.get("steering", {}).get("whole", ()))


def sector_of() -> dict[int, int]:
    """Procedure → sector, by the newest description (lĩnh vực của thủ tục)."""
    return dict(latest().filter(sector__isnull=False).values_list("procedure_id", "sector_id"))


def procedure_names() -> dict[int, str]:
    """Procedure → what it is called by its newest version or description (tên thủ tục)."""
    found = dict(latest().values_list("procedure_id", "name"))
    return found | dict(ProcedureVersion.objects.order_by("n").values_list("procedure_id", "name"))


class ChoiceForm(forms.Form):
    """Agency, sector, channel, month (chọn số liệu)."""

    agency = forms.ChoiceField(label=gettext_lazy("Nơi"), required=False)
    sector = forms.ChoiceField(label=gettext_lazy("Lĩnh vực"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Kênh"), required=False)
    period = forms.ChoiceField(label=gettext_lazy("Tháng"), required=False)


@dataclass(frozen=True)
class Choice:
    """What the reader of figures chose (điều kiện xem)."""

    form: ChoiceForm
    period: Period
    agency: Agency | None
    sector: Sector | None
    channel: str
    procedure: Procedure | None
    reach: frozenset[int] | None
    own: str

    @property
    def agency_ids(self) -> frozenset[int] | None:
        """Whose dossiers count; what merged into an agency counts for it."""
        if self.agency is None:
            return self.reach
        return RollUp.load().ids(self.agency, self.period)

    @property
    def scope(self) -> Scope:
        procedures: set[int] | None = None
        if self.sector is not None:
            procedures = {one for one, sector in sector_of().items() if sector == self.sector.pk}
        if self.procedure is not None:
            procedures = {self.procedure.pk}
        return Scope(self.agency_ids, procedures, self.channel)

    @property
    def place(self) -> str:
        if self.agency is not None:
            return shown_name(self.agency)
        return _("Toàn tỉnh") if self.reach is None else self.own

    @property
    def says(self) -> str:
        """What is counted, in words (phạm vi bằng lời)."""
        parts = [self.place, self.sector.name if self.sector else "", self.procedure.code if self.procedure else ""]
        parts += [str(Channel(self.channel).label) if self.channel else ""]
        return " · ".join(part for part in parts if part)

    @property
    def month_label(self) -> str:
        return month_words(self.period.start)

    def query(self, **more: str) -> str:
        """The address part that keeps what was chosen."""
        kept = {
            "agency": self.agency.slug if self.agency else "",
            "sector": self.sector.key if self.sector else "",
            "procedure": self.procedure.code if self.procedure else "",
            "channel": self.channel,
            "period": str(self.period),
        }
        return urlencode({name: value for name, value in (kept | more).items() if value})


def choice(asked: Mapping[str, str], acting: Acting, default: Period | None = None) -> Choice:
    """Read what was chosen from the address. Raises Http404 for a place outside the reader's reach, or no month."""
    today = timezone.localdate()
    month = default or Period.containing(today, PeriodKind.MONTH)
    try:
        period = Period.parse(asked["period"]) if asked.get("period") else month
    except InputError as wrong:
        raise Http404 from wrong
    if period.kind is not PeriodKind.MONTH:
        raise Http404
    own = posts(acting)
    reach = _below(own)
    agencies = [one for one in counted_agencies(period) if reach is None or one.pk in reach]
    agency = _chosen(agencies, asked.get("agency", ""), "slug")
    sectors = list(Sector.objects.filter(listings__isnull=False).distinct().order_by("name"))
    channel = asked.get("channel", "")
    if channel and channel not in Channel.values:
        raise Http404
    found = Choice(
        form=ChoiceForm({**{k: asked.get(k, "") for k in ("agency", "sector", "channel")}, "period": str(period)}),
        period=period,
        agency=agency,
        sector=_chosen(sectors, asked.get("sector", ""), "key"),
        channel=channel,
        procedure=_chosen(
            Procedure.objects.filter(code=asked.get("procedure", "")), asked.get("procedure", ""), "code"
        ),
        reach=reach,
        own=", ".join(one.short_name or one.name for one in own or ()),
    )
    whole = _("Toàn tỉnh") if reach is None else _("Đơn vị của anh/chị và trực thuộc")
    fields: Any = found.form.fields
    fields["agency"].choices = [("", whole), *((one.slug, shown_name(one)) for one in agencies)]
    fields["sector"].choices = [("", _("Mọi lĩnh vực")), *((one.key, one.name) for one in sectors)]
    fields["channel"].choices = [("", _("Mọi kênh")), *Channel.choices]
    fields["period"].choices = [(str(one), capfirst(month_words(one.start))) for one in _months(today, period)]
    return found


def _chosen(known: Any, asked: str, name: str) -> Any:
    if not asked:
        return None
    found = next((one for one in known if getattr(one, name) == asked), None)
    if found is None:
        raise Http404
    return found


def _months(today: date, chosen: Period) -> Sequence[Period]:
    months = Period.containing(today, PeriodKind.MONTH).and_before(MONTHS)[::-1]
    return months if chosen in months else [*months, chosen]
