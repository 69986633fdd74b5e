"""Doors of the forms, mounted at /forms/ (đường dẫn)."""

from django.urls import path

from cuulong.core.eforms import views

app_name = "eforms"
urlpatterns = [
    path("", views.forms, name="forms"),
    path("<str:code>/", views.form, name="form"),
]
