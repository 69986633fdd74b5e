"""Doors of the file store (đường dẫn)."""

from django.urls import path

from . import views

app_name = "files"
urlpatterns = [path("quarantine/", views.quarantine, name="quarantine")]
