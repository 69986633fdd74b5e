"""Doors of outgoing documents (đường dẫn văn bản đi)."""

from __future__ import annotations

from django.urls import path

from .views import after, drafting, lists, page, settings, together

ONE = "outgoing/<uuid:uuid>/"

urlpatterns = [
    path("outgoing/", lists.outgoing_list, name="outgoing_list"),
    path("outgoing/register/", lists.outgoing_register, name="outgoing_register"),
    path("outgoing/new/", drafting.new_draft, name="outgoing_new"),
    path("outgoing/batch/", together.batch, name="outgoing_batch"),
    path(ONE, page.outgoing, name="outgoing"),
    path(f"{ONE}page.png", page.page_image, name="outgoing_image"),
    path(f"{ONE}document.pdf", page.main_pdf, name="outgoing_pdf"),
    path(f"{ONE}files/<uuid:file>/", page.attached, name="outgoing_file"),
    path(f"{ONE}act/<uuid:step>/<slug:key>/", page.act, name="outgoing_act"),
    path(f"{ONE}ask/<uuid:step>/", page.ask, name="outgoing_ask"),
    path(f"{ONE}answer/<uuid:step>/", page.answer, name="outgoing_answer"),
    path(f"{ONE}edit/", drafting.edit, name="outgoing_edit"),
    path(f"{ONE}preview/", drafting.preview, name="outgoing_preview"),
    path(f"{ONE}upload/", drafting.upload_file, name="outgoing_upload"),
    path(f"{ONE}versions/", drafting.versions, name="outgoing_versions"),
    path(f"{ONE}remark/", drafting.add_remark, name="outgoing_remark"),
    path(f"{ONE}remarks/<uuid:remark>/settle/", drafting.settle, name="outgoing_settle"),
    path(f"{ONE}signers/", drafting.signers, name="outgoing_signers"),
    path(f"{ONE}recipients/", drafting.recipients, name="outgoing_recipients"),
    path(f"{ONE}co-sign/", together.co_signing, name="outgoing_co_sign"),
    path(f"{ONE}recall/", after.recall, name="outgoing_recall"),
    path(f"{ONE}mend/", after.mend, name="outgoing_mend"),
    path(f"{ONE}public/", after.make_public, name="outgoing_public"),
    path(f"{ONE}given-back/<uuid:recipient>/", after.given_back, name="outgoing_given_back"),
    path("numbering/", settings.numbering, name="numbering"),
    path("sending-rules/", settings.sending_rules, name="sending_rules"),
    path("sending-rules/<uuid:uuid>/end/", settings.end_rule, name="sending_rule_end"),
]
