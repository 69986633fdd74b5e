"""Screens of systems outside, mounted at /connections/ (đường dẫn)."""

from django.urls import path

from . import views

app_name = "connections"
urlpatterns = [
    path("", views.clients, name="clients"),
    path("new/", views.new, name="new"),
    path("docs/", views.docs, name="docs"),
    path("<uuid:uuid>/", views.client, name="client"),
    path("<uuid:uuid>/rotate/", views.rotate_secret, name="rotate"),
    path("<uuid:uuid>/revoke/", views.revoke_client, name="revoke"),
]
