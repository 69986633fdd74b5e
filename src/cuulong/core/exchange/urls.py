"""Screens of databases, mounted at /databases/ (đường dẫn)."""

from django.urls import path

from . import views

app_name = "exchange"
urlpatterns = [
    path("", views.databases, name="databases"),
    path("<slug:key>/", views.database, name="database"),
]
