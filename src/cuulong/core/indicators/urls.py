"""Doors of the figures, mounted at /indicators/ (đường dẫn)."""

from django.urls import path

from . import views

app_name = "indicators"
urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("<str:code>/", views.indicator, name="indicator"),
    path("<str:code>/rows/", views.source_rows, name="rows"),
    path("<str:code>/fix/", views.take, name="fix"),
]
