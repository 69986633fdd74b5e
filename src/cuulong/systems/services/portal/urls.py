"""Doors of the connection to the national portal (đường dẫn kết nối Cổng)."""

from django.urls import path

from . import views

doors = [
    path("portal/messages/", views.messages_in, name="portal_messages"),
    path("dossiers/portal/", views.crossings, name="crossings"),
    path("dossiers/portal/catalogue/", views.fetch_catalogue, name="portal_catalogue"),
    path("dossiers/portal/lists/", views.portal_lists, name="portal_lists"),
    path("dossiers/portal/<uuid:uuid>/", views.crossing, name="crossing"),
    path("dossiers/portal/<uuid:uuid>/<slug:verb>/", views.act_crossing, name="act_crossing"),
]
