"""Doors of the desk, mounted at /desk/ (đường dẫn)."""

from django.urls import path

from cuulong.core.worklist import views

app_name = "worklist"
urlpatterns = [path("", views.desk, name="desk")]
