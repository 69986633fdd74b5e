"""Doors of the outbox, mounted at /outbox/ (đường dẫn)."""

from django.urls import path

from . import views

app_name = "outbox"
urlpatterns = [
    path("", views.dead_letters, name="dead_letters"),
    path("<uuid:uuid>/", views.delivery, name="delivery"),
    path("<uuid:uuid>/replay/", views.replay_one, name="replay"),
    path("<uuid:uuid>/skip/", views.skip_one, name="skip"),
    path("jobs/<int:number>/retry/", views.retry_one, name="retry_job"),
]
