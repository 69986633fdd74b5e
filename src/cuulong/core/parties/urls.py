"""Doors of a citizen's own data, mounted at /account/ (đường dẫn)."""

from django.urls import path

from cuulong.core.parties import views

app_name = "parties"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("profile/messages/", views.messages_consent, name="messages_consent"),
    path("access-log/", views.access_log, name="access_log"),
]
