"""Doors of the processes, mounted at /processes/ (đường dẫn)."""

from django.urls import path

from cuulong.core.workflow import views

app_name = "workflow"
urlpatterns = [
    path("", views.processes, name="processes"),
    path("<str:code>/", views.process, name="process"),
]
