"""Doors of incoming documents, below /documents/ (đường dẫn)."""

from __future__ import annotations

from django.urls import path

from .views import arriving, document, registers, routing

urlpatterns = [
    path("incoming/", registers.incoming_register, name="incoming_register"),
    path("incoming/arrivals/", registers.arrivals, name="arrivals"),
    path("incoming/tracking/", registers.tracking, name="tracking"),
    path("incoming/take-in/", arriving.take_in, name="take_in"),
    path("incoming/routing/", routing.routing, name="routing"),
    path("incoming/instructing/", routing.instructing, name="instructing"),
    path("incoming/<uuid:uuid>/", document.document, name="incoming"),
    path("incoming/<uuid:uuid>/register/", arriving.register, name="register"),
    path("incoming/<uuid:uuid>/act/<slug:verb>/", document.act, name="incoming_act"),
    path("incoming/<uuid:uuid>/files/<uuid:file>/", document.incoming_file, name="incoming_file"),
    path("incoming/<uuid:uuid>/files/<uuid:file>/image/", document.incoming_image, name="incoming_image"),
]
