"""Doors of the calendar, mounted at /calendars/ (đường dẫn)."""

from django.urls import path

from . import views

app_name = "calendars"
urlpatterns = [
    path("", views.year, name="year"),
    path("import/", views.take_in, name="import"),
    path("count/", views.count, name="count"),
    path("hours/", views.hours, name="hours"),
    path("hours/edit/", views.edit_hours, name="edit_hours"),
    path("<uuid:uuid>/remove/", views.remove, name="remove"),
]
