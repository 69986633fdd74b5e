"""Agencies and sectors as the portal knows them, beside ours (danh mục cơ quan, lĩnh vực của Cổng)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import clean, fold

from ...catalogue.models import Sector
from .. import client, rules
from ..models import MANAGE, NationalEntry, NationalList

SERVICES = {
    NationalList.AGENCY: (rules.AGENCIES, "MaCoQuan", "TenCoQuan", "MaCoQuanCha"),
    NationalList.SECTOR: (rules.SECTORS, "MaLinhVuc", "TenLinhVuc", "MaLinhVucCha"),
}


def fetch_lists(*, acting: Acting) -> dict[str, int]:
    """Ask the portal for both; how many it has of each (lấy danh mục). Raises client.NotTaken, Refused, Forbidden."""
    acting.require(MANAGE)
    # Both answers are there before anything is written: half a list would say that the rest is gone.
    answers = {kind: rules.all_rows(client.call(service[0], [{}])) for kind, service in SERVICES.items()}
    return {kind.value: _keep(kind, rows, acting) for kind, rows in answers.items()}


@transaction.atomic
def _keep(kind: NationalList, rows: list[dict[str, Any]], acting: Acting) -> int:
    _service, code_name, title_name, above_name = SERVICES[kind]
    told = {}
    for row in rows:
        code, title = rules.text(row, code_name, 40), clean(rules.text(row, title_name, 300))
        if code and title:
            told[code] = (title, rules.text(row, above_name, 40))
    if not told:
        raise rules.Refused("empty", gettext_noop("Cổng trả về danh mục rỗng nên giữ danh mục đang có."))
    now, ours = timezone.now(), _ours(kind)
    known = {one.code: one for one in NationalEntry.objects.select_for_update().filter(kind=kind)}
    fresh = [NationalEntry(kind=kind, code=code) for code in told if code not in known]
    for one in [*known.values(), *fresh]:
        one.gone = one.code not in told
        if not one.gone:
            one.name, one.above = told[one.code]
            one.seen_at = now
            match = ours(one.code, one.name)
            one.agency_id, one.sector_id = (match, None) if kind == NationalList.AGENCY else (None, match)
    NationalEntry.objects.bulk_create(fresh)
    NationalEntry.objects.bulk_update(known.values(), ["name", "above", "gone", "seen_at", "agency", "sector"])
    first = next(iter(known.values()), None) or fresh[0]
    record(acting, "services.portal.listed", first, list=kind.label, n=len(told))
    return len(told)


def _ours(kind: NationalList) -> Any:
    """Agencies are the same by their code, sectors by their name however it is written."""
    if kind == NationalList.AGENCY:
        codes = dict(
            Agency.objects.filter(valid__contains=timezone.localdate()).exclude(code="").values_list("code", "pk")
        )
        return lambda code, _name: codes.get(code)
    names = {fold(name): key for key, name in Sector.objects.filter(parent__isnull=False).values_list("pk", "name")}
    return lambda _code, name: names.get(fold(name))
