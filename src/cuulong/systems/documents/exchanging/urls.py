"""Doors of documents that travel, below /documents/ (đường dẫn)."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [path("incoming/<uuid:uuid>/sender/", views.answer_sender, name="answer_sender")]
