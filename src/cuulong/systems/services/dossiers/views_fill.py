"""A database fills in answers of a page that whoever files agreed to (điền sẵn từ cơ sở dữ liệu)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cuulong.core.people.access import PersonRequest
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

from .actions.fill_in import fill_in
from .applicants import applicant_required, my_draft
from .pages import pages_of


@require_POST
@applicant_required
def fill_in_page(request: PersonRequest, uuid: UUID, key: str) -> HttpResponse:
    """Let a database fill in what this page asks, as the person agreed (điền sẵn từ cơ sở dữ liệu)."""
    draft = my_draft(request, uuid)
    if key not in {one.key for one in pages_of(draft)}:
        raise Http404
    database = request.POST.get("database", "")
    try:
        proof = fill_in(draft, database, agreed="agree" in request.POST, acting=request.acting, at=timezone.now())
    except InputError as error:
        messages.error(request, say(error))
    else:
        if proof.answers:
            messages.success(request, _("Đã điền sẵn. Xem lại từng câu trước khi tiếp tục."))
        else:
            messages.warning(request, _("Không có dữ liệu để điền sẵn. Trả lời câu hỏi như thường."))
    return redirect("services:page", uuid=uuid, key=key)
