"""Doors of the documents, mounted at /documents/ (đường dẫn)."""

from __future__ import annotations

from django.urls import URLPattern

from .exchanging.urls import urlpatterns as exchanging
from .finding.urls import urlpatterns as finding
from .incoming.urls import urlpatterns as incoming
from .outgoing.urls import urlpatterns as outgoing

app_name = "documents"
urlpatterns: list[URLPattern] = [*incoming, *outgoing, *exchanging, *finding]
