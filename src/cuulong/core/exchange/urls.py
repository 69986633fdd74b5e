"""Doors of the exchange, mounted at /exchange/ (đường dẫn)."""

from django.urls import path

from . import views

app_name = "exchange"
urlpatterns = [
    path("", views.packets, name="packets"),
    path("<uuid:uuid>/", views.packet, name="packet"),
    path("<uuid:uuid>/raw/", views.raw, name="raw"),
    path("<uuid:uuid>/proof/", views.proof, name="proof"),
    path("<uuid:uuid>/send-again/", views.send_one_again, name="send_again"),
]
