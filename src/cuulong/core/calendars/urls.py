"""Doors of the calendar, mounted at /calendars/ (đường dẫn)."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "calendars"
urlpatterns: list[URLPattern] = []
