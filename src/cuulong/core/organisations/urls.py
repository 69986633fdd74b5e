"""Doors of the agencies, mounted at /organisations/ (đường dẫn)."""

from django.urls import path, re_path

from cuulong.core.organisations.views import agency, arranging, chart, importing

app_name = "organisations"
urlpatterns = [
    path("", chart.chart, name="chart"),
    re_path(r"^export\.(?P<form>csv|xlsx)$", chart.export, name="export"),
    path("successions/", agency.successions, name="successions"),
    path("import/", importing.upload, name="import"),
    path("import/confirm/", importing.confirm, name="import_confirm"),
    path("agencies/<slug:slug>/", agency.agency, name="agency"),
    path("agencies/<slug:slug>/correct/", arranging.correct, name="correct"),
    path("agencies/<slug:slug>/members/new/", arranging.add_member, name="add_member"),
    path("agencies/<slug:slug>/members/<int:number>/end/", arranging.drop_member, name="drop_member"),
    path("agencies/<slug:slug>/arrange/<slug:act>/", arranging.arrange, name="arrange"),
]
