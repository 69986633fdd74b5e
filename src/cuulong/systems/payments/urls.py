"""Doors of the payments, mounted at /payments/ (đường dẫn)."""

from django.urls import path

from .views import charges

app_name = "payments"
urlpatterns = [
    path("", charges.charges, name="charges"),
    path("webhook/", charges.webhook, name="webhook"),
    path("<uuid:uuid>/", charges.pay, name="pay"),
    path("<uuid:uuid>/collect/", charges.collect, name="collect"),
    path("<uuid:uuid>/simulate/", charges.simulate, name="simulate"),
]
