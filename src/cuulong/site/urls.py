"""Every door of the house (đường dẫn)."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

from . import views

handler500 = "cuulong.core.people.views.errors.server_error"
urlpatterns = [
    path("", include("cuulong.site.observability.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("cuulong.core.people.signin_urls")),
    path("account/", include("cuulong.core.people.urls")),
    path("account/", include("cuulong.core.parties.urls")),
    path("people/", include("cuulong.core.people.office_urls")),
    path("desk/", include("cuulong.core.worklist.urls")),
    path("search/", include("cuulong.core.search.urls")),
    path("audit/", include("cuulong.core.audit.urls")),
    path("outbox/", include("cuulong.core.outbox.urls")),
    path("organisations/", include("cuulong.core.organisations.urls")),
    path("calendars/", include("cuulong.core.calendars.urls")),
    path("registers/", include("cuulong.core.registers.urls")),
    path("files/", include("cuulong.core.files.urls")),
    path("processes/", include("cuulong.core.workflow.urls")),
    path("forms/", include("cuulong.core.eforms.urls")),
    path("indicators/", include("cuulong.core.indicators.urls")),
    path("notifications/", include("cuulong.core.notifications.urls")),
    path("", include("cuulong.core.signatures.urls")),
    path("api/", include("cuulong.core.api.api_urls")),
    path("connections/", include("cuulong.core.api.urls")),
    path("design/", include("cuulong.design.urls")),
    path("payments/", include("cuulong.systems.payments.urls")),
    path("", include("cuulong.systems.services.urls")),
    path("tro-giup/", views.help_page, name="help"),
    path("tro-giup/<slug:slug>/", views.manual, name="manual"),
]
if settings.ENV != "production":
    urlpatterns += [path("tour", views.tour, name="tour")]
