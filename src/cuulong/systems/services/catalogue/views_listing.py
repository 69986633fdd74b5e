"""The officer's screens of listings: list, one procedure, edit, publish, compare (kiểm soát thủ tục hành chính)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from .actions.import_catalogue import RIGHT
from .actions.listings import add_blank_form, confirm, edit, missing_of, publish, remove_blank_form, retire
from .comparing import shown
from .listing_forms import BlankFormUpload, FeeForm, LimitForm, ListingForm, PaperForm, PublishForm, RetireForm
from .listing_queries import latest
from .listing_rules import LACKS
from .listing_tables import ListingTable
from .models import Listing, ListingState, Procedure
from .queries import in_force
from .wording import DOUBT_NAMES, FIELD_NAMES

PARTS: dict[str, type[forms.Form]] = {"limits": LimitForm, "fees": FeeForm, "papers": PaperForm}
COLUMNS = ("name", "decision", "decided_on", "levels", "service_level", "scope", "by_post", "national_system")
MOST_AT_ONCE = 500


@official_required(RIGHT)
def listings(request: PersonRequest) -> HttpResponseBase:
    """Every procedure of the catalogue: what waits, what is doubtful, what is published (danh sách thủ tục)."""
    table = ListingTable(latest(), request)
    if table.wants_export:
        return table.export()
    return render(request, "services/catalogue/listings.html", {"table": table, "today": timezone.localdate()})


@require_POST
@official_required(RIGHT)
def several(request: PersonRequest) -> HttpResponse:
    """Confirm or publish the chosen ones; those that cannot be are said with their reason (làm nhiều thủ tục)."""
    chosen = latest().filter(procedure__code__in=request.POST.getlist("code")[:MOST_AT_ONCE])
    done, refused = 0, []
    for listing in chosen:
        try:
            if "publish" in request.POST:
                publish(listing, valid_from=timezone.localdate(), acting=request.acting, at=timezone.now())
            else:
                confirm(listing, acting=request.acting)
            done += 1
        except InputError as wrong:
            refused.append(f"{listing.procedure.code}: {say(wrong)}")
    if done:
        messages.success(
            request, ngettext("Đã làm xong %(n)s thủ tục.", "Đã làm xong %(n)s thủ tục.", done) % {"n": done}
        )
    if refused:
        messages.warning(request, _("Chưa làm được: %(list)s") % {"list": "; ".join(refused[:20])})
    if not done and not refused:
        messages.info(request, _("Chọn ít nhất một thủ tục."))
    back = request.POST.get("back", "")
    return redirect(reverse("services:listings") + (back if back.startswith("?") else ""))


@official_required(RIGHT)
def listing(request: PersonRequest, code: str) -> HttpResponse:
    """One procedure: its versions, what is missing, what can be done next (một thủ tục)."""
    procedure = get_object_or_404(Procedure, code=code)
    versions = list(procedure.listings.select_related("sector").order_by("-n"))
    if not versions:
        raise Http404
    newest = versions[0]
    current = next((v for v in versions if v.valid and v.valid.upper is None), None)
    context = {
        "procedure": procedure,
        "newest": newest,
        "current": current,
        "versions": versions,
        "missing": [_(LACKS[key]) for key in missing_of(newest)] if newest.is_open else [],
        "doubts": [DOUBT_NAMES.get(kind, kind) for kind in newest.doubts],
        "papers": _papers_of(procedure),
        "blank_forms": procedure.blank_forms.filter(removed_at=None).select_related("file"),
        "publish_form": PublishForm(initial={"day": timezone.localdate()}),
        "retire_form": RetireForm(auto_id="retire_%s", initial={"day": timezone.localdate()}),
        "blank_form": BlankFormUpload(),
        "may_confirm": newest.state == ListingState.PROPOSAL,
        "may_publish": newest.state == ListingState.CONFIRMED,
    }
    return render(request, "services/catalogue/listing.html", context)


def _papers_of(procedure: Procedure) -> list[dict[str, str]]:
    """The papers of a procedure that is filed here, with the database that each is looked up in."""
    version = in_force(timezone.localdate()).filter(procedure=procedure).first()
    if version is None:
        return []
    language = (get_language() or "vi")[:2]
    return [
        {
            "key": p.key,
            "name": (language == "en" and p.name_en) or p.name,
            "database": version.rules.register_name(p.replaced_by, language) if p.lookup else "",
        }
        for p in version.rules.papers
        if not p.is_form
    ]


@official_required(RIGHT)
def edit_listing(request: PersonRequest, code: str) -> HttpResponse:
    """Times, fees, levels, papers, authorities on one screen (sửa nội dung công bố)."""
    procedure = get_object_or_404(Procedure, code=code)
    newest = procedure.listings.order_by("-n").first()
    if newest is None:
        raise Http404
    form = ListingForm(request.POST or None, initial=ListingForm.initial_of(newest))
    parts = {
        name: forms.formset_factory(shape, extra=1, max_num=200)(
            request.POST or None, prefix=name, initial=_rows_of(newest, name)
        )
        for name, shape in PARTS.items()
    }
    if request.method == "POST" and form.is_valid() and all(one.is_valid() for one in parts.values()):
        try:
            edit(procedure, *_said(form, parts, newest), acting=request.acting)
        except InputError as wrong:
            form.add_error("scope", say(wrong))
        else:
            messages.success(request, _("Đã ghi. Xem lại rồi xác nhận."))
            return redirect("services:listing", code)
    bad = bool(form.errors) or any(one.is_bound and not one.is_valid() for one in parts.values())
    shown_as = {"procedure": procedure, "listing": newest, "form": form, "parts": parts}
    return render(request, "services/catalogue/edit.html", shown_as, status=422 if bad else 200)


@require_POST
@official_required(RIGHT)
def act_listing(request: PersonRequest, code: str, verb: str) -> HttpResponse:
    """Confirm, publish, retire, or change the blank forms (thao tác kiểm soát)."""
    procedure = get_object_or_404(Procedure, code=code)
    try:
        _ACTS.get(verb, _unknown)(request, procedure)
    except InputError as wrong:
        messages.error(request, say(wrong))
    return redirect("services:listing", code)


@official_required(RIGHT)
def compare_listings(request: PersonRequest, code: str) -> HttpResponse:
    """Two versions side by side, only what differs (so sánh phiên bản)."""
    procedure = get_object_or_404(Procedure, code=code)
    versions = list(procedure.listings.select_related("sector").order_by("n"))
    if not versions:
        raise Http404
    by_number = {v.n: v for v in versions}

    def asked(name: str, default: Listing) -> Listing:
        given = request.GET.get(name, "")
        return by_number.get(int(given), default) if given.isdecimal() and len(given) < 9 else default

    after = asked("after", versions[-1])
    before = asked("before", by_number.get(after.n - 1, versions[0]))
    old, new = _plain(before), _plain(after)
    differing = [
        {"label": FIELD_NAMES.get(key, key), "before": shown(old.get(key)), "after": shown(new.get(key))}
        for key in {**old, **new}
        if old.get(key) != new.get(key)
    ]
    context = {"procedure": procedure, "versions": versions, "before": before, "after": after, "rows": differing}
    return render(request, "services/catalogue/compare.html", context)


def _plain(listing: Listing) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(listing, name) for name in COLUMNS}
    return {**values, "sector": listing.sector.name if listing.sector else "", **listing.content}


def _rows_of(listing: Listing, name: str) -> list[dict[str, Any]]:
    content = listing.content.get(name, {})
    if name == "papers":
        return list(content or [])
    rows = [{"channel": channel, **one} for channel, each in content.items() for one in each]
    return [{**row, "note": row.get("note") or row.get("written", "")} for row in rows]


def _said(form: Any, parts: dict[str, Any], newest: Listing) -> tuple[dict[str, Any], Any, Any]:
    said = form.cleaned_data
    content = {**newest.content, "no_limit": said["no_limit"], "conditions": said["conditions"]}
    content["result"] = [line.strip() for line in said["result"].splitlines() if line.strip()]
    for name in ("limits", "fees"):
        content[name] = {}
        for row in _filled(parts[name]):
            content[name].setdefault(row.pop("channel"), []).append(row)
    content["papers"] = [row for row in _filled(parts["papers"]) if row.get("name")]
    values = {name: said[name] for name in COLUMNS if name != "by_post"} | {
        "by_post": {"": None, "yes": True, "no": False}[said["by_post"]],
        "sector": said["sector"],
        "content": {key: value for key, value in content.items() if value},
    }
    return values, form.who(), said["topics"]


def _filled(formset: Any) -> list[dict[str, Any]]:
    """Rows that say something; an empty row is one taken away."""
    rows = [one.cleaned_data for one in formset if one.cleaned_data]
    rows = [{key: value for key, value in row.items() if value not in (None, "")} for row in rows]
    return [row for row in rows if set(row) - {"channel"}]


def _confirm(request: PersonRequest, procedure: Procedure) -> None:
    confirm(_newest(procedure), acting=request.acting)
    messages.success(request, _("Đã xác nhận. Giờ có thể công bố."))


def _publish(request: PersonRequest, procedure: Procedure) -> None:
    day = _day(PublishForm(request.POST))
    publish(_newest(procedure), valid_from=day, acting=request.acting, at=timezone.now())
    messages.success(request, _("Đã công bố."))


def _retire(request: PersonRequest, procedure: Procedure) -> None:
    day = _day(RetireForm(request.POST))
    current = procedure.listings.filter(valid__isnull=False).order_by("-n").first()
    if current is None:
        raise Http404
    retire(current, on=day, acting=request.acting, at=timezone.now())
    messages.success(request, _("Đã ghi ngày hết hiệu lực."))


def _add_form(request: PersonRequest, procedure: Procedure) -> None:
    form = BlankFormUpload(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Nhập tên mẫu và chọn tệp mẫu."))
        return
    file = form.cleaned_data["file"]
    add_blank_form(procedure, file, name=file.name, title=form.cleaned_data["title"], acting=request.acting)
    messages.success(request, _("Đã đăng mẫu đơn."))


def _remove_form(request: PersonRequest, procedure: Procedure) -> None:
    given = request.POST.get("form", "")
    form = get_object_or_404(procedure.blank_forms, pk=int(given) if given.isdecimal() and len(given) < 18 else 0)
    remove_blank_form(form, acting=request.acting)
    messages.success(request, _("Đã gỡ mẫu đơn."))


def _unknown(request: PersonRequest, procedure: Procedure) -> None:
    raise Http404


def _newest(procedure: Procedure) -> Listing:
    newest = procedure.listings.order_by("-n").first()
    if newest is None:
        raise Http404
    return newest


def _day(form: forms.Form) -> Any:
    if not form.is_valid():
        raise InputError("no_day", str(_("Nhập đủ ngày, tháng, năm.")))
    return form.cleaned_data["day"]


_ACTS: dict[str, Callable[[PersonRequest, Procedure], None]] = {
    "confirm": _confirm,
    "publish": _publish,
    "retire": _retire,
    "add-form": _add_form,
    "remove-form": _remove_form,
}
