"""Doors of the search, mounted at /search/ (đường dẫn)."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "search"
urlpatterns = [path("", views.results, name="results")]
