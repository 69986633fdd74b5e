"""Doors of the administrator of people, mounted at /people/ (đường dẫn)."""

from django.urls import path

from cuulong.core.people.views import importing, listing, officials

app_name = "officials"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("new/", officials.new, name="new"),
    path("import/", importing.upload, name="import"),
    path("import/confirm/", importing.confirm, name="import_confirm"),
    path("<uuid:uuid>/", officials.person, name="person"),
    path("<uuid:uuid>/appoint/", officials.appoint_person, name="appoint"),
    path("appointments/<uuid:uuid>/end/", officials.end, name="end"),
]
