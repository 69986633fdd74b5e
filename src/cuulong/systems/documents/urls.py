"""Doors of the documents, mounted at /documents/ (đường dẫn)."""

from __future__ import annotations

from .exchanging.urls import urlpatterns as exchanging
from .finding.urls import urlpatterns as finding
from .incoming.urls import urlpatterns as incoming

app_name = "documents"
urlpatterns = [*incoming, *exchanging, *finding]
