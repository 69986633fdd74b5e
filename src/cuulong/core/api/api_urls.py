"""Doors for systems outside, mounted at /api/ (đường dẫn)."""

from django.urls import path, re_path

from . import views
from .api import the_api

urlpatterns = [
    path("oauth/token", views.token, name="api_token"),
    path("v1/", the_api().urls),
    re_path(r"^v1/", views.no_operation, name="api_no_operation"),
]
