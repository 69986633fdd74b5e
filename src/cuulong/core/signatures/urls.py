"""Doors of signing; /verify/ is open to everyone (đường dẫn)."""

from django.urls import path

from .ledger.views import coverage, importing, requests
from .views import certificates, verdicts, verify

app_name = "signatures"
urlpatterns = [
    path("verify/", verify.verify, name="verify"),
    path("verify/check.json", verdicts.check, name="verdict"),
    path("verify/<str:code>/verdict.json", verdicts.by_code, name="verdict_issued"),
    path("verify/<str:code>/", verify.verify_issued, name="verify_issued"),
    path("verify/<str:code>/original.pdf", verify.original, name="original"),
    path("verify/<str:code>/page-1.png", verify.page_picture, name="page_picture"),
    path("verify/<str:code>/tampered.pdf", verify.tampered, name="tampered"),
    path("signatures/", certificates.listed, name="certificates"),
    path("signatures/register/", certificates.register, name="register"),
    path("signatures/requests/", requests.listed, name="requests"),
    path("signatures/requests/new/", requests.new, name="ask"),
    path("signatures/requests/<uuid:uuid>/", requests.one, name="request"),
    path("signatures/requests/<uuid:uuid>/decide/", requests.decide, name="decide"),
    path("signatures/requests/<uuid:uuid>/withdraw/", requests.withdraw, name="withdraw"),
    path("signatures/requests/<uuid:uuid>/hand-over/", requests.hand, name="hand_over"),
    path("signatures/import/", importing.upload, name="import"),
    path("signatures/import/confirm/", importing.confirm, name="import_confirm"),
    path("signatures/coverage/", coverage.levels, name="coverage"),
    path("signatures/coverage/<slug:key>/", coverage.level, name="coverage_level"),
    path("signatures/notices/", coverage.notices, name="notices"),
    path("signatures/<uuid:uuid>/", certificates.one, name="certificate"),
    path("signatures/<uuid:uuid>/revoke/", certificates.revoke, name="revoke"),
    path("signatures/<uuid:uuid>/check/", certificates.check, name="check"),
    path("signatures/<uuid:uuid>/token/", certificates.token, name="token"),
]
