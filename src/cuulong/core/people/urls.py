"""Doors of one's own account, mounted at /account/ (đường dẫn)."""

from django.conf import settings
from django.urls import path

from cuulong.core.people.views import demo, own

app_name = "people"
urlpatterns = [
    path("", own.account, name="account"),
    path("home/", own.home, name="home"),
    path("language/", own.language, name="language"),
    path("delegations/new/", own.lend, name="lend"),
    path("delegations/<uuid:uuid>/revoke/", own.take_back, name="take_back"),
]
if settings.ENV in {"demo", "test"}:
    urlpatterns += [path("demo/<str:username>/", demo.sign_in, name="demo_sign_in")]
