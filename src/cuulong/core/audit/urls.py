"""Doors of the audit log, mounted at /audit/ (đường dẫn)."""

from django.urls import path

from . import views

app_name = "audit"
urlpatterns = [
    path("", views.events, name="events"),
    path("export/", views.export, name="export"),
    path("trace/<str:kind>/<uuid:uuid>/", views.trace, name="trace"),
]
