"""Doors of the documents, mounted at /documents/ (đường dẫn)."""

from __future__ import annotations

from django.urls import URLPattern

from .outgoing.urls import urlpatterns as outgoing

app_name = "documents"
urlpatterns: list[URLPattern] = [*outgoing]
