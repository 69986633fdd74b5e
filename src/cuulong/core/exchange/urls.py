"""Doors of the exchange, mounted at /exchange/ (đường dẫn)."""

from django.urls import path

from . import database_views, views

app_name = "exchange"
urlpatterns = [
    path("databases/", database_views.databases, name="databases"),
    path("databases/<slug:key>/", database_views.database, name="database"),
    path("", views.packets, name="packets"),
    path("<uuid:uuid>/", views.packet, name="packet"),
    path("<uuid:uuid>/raw/", views.raw, name="raw"),
    path("<uuid:uuid>/proof/", views.proof, name="proof"),
    path("<uuid:uuid>/send-again/", views.send_one_again, name="send_again"),
]
