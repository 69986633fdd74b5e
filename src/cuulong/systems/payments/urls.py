"""Doors of the payments, mounted at /payments/ (đường dẫn)."""

from django.urls import path

from . import views

app_name = "payments"
urlpatterns = [
    path("", views.charges, name="charges"),
    path("webhook/", views.webhook, name="webhook"),
    path("<uuid:uuid>/", views.pay, name="pay"),
    path("<uuid:uuid>/collect/", views.collect, name="collect"),
    path("<uuid:uuid>/simulate/", views.simulate, name="simulate"),
]
