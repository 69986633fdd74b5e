"""Doors of one's messages, mounted at /notifications/ (đường dẫn)."""

from django.urls import path

from .views import own, templates

app_name = "notifications"
urlpatterns = [
    path("", own.own, name="own"),
    path("read-all/", own.read_all, name="read_all"),
    path("templates/", templates.listing, name="templates"),
    path("templates/<str:code>/<str:language>/", templates.template, name="template"),
    path("quiet-hours/", templates.quiet_hours, name="quiet_hours"),
    path("<uuid:uuid>/", own.one, name="one"),
]
