"""Doors of signing; /verify/ is open to everyone (đường dẫn)."""

from django.urls import path

from .views import certificates, verify

app_name = "signatures"
urlpatterns = [
    path("verify/", verify.verify, name="verify"),
    path("verify/<str:code>/", verify.verify_issued, name="verify_issued"),
    path("verify/<str:code>/original.pdf", verify.original, name="original"),
    path("verify/<str:code>/page-1.png", verify.page_picture, name="page_picture"),
    path("verify/<str:code>/tampered.pdf", verify.tampered, name="tampered"),
    path("signatures/", certificates.listed, name="certificates"),
    path("signatures/register/", certificates.register, name="register"),
    path("signatures/<uuid:uuid>/", certificates.one, name="certificate"),
    path("signatures/<uuid:uuid>/revoke/", certificates.revoke, name="revoke"),
]
