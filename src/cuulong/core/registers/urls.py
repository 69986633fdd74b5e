"""Doors of the registers (đường dẫn)."""

from django.urls import path

from . import views

app_name = "registers"
urlpatterns = [
    path("", views.all_series, name="all"),
    path("<uuid:uuid>/", views.one_series, name="series"),
]
