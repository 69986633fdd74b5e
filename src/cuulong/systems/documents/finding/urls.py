"""Doors of imports, below /documents/ (đường dẫn)."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/<uuid:uuid>/", views.one_import, name="import"),
    path("imports/<uuid:uuid>/decide/", views.decide_import, name="decide_import"),
]
