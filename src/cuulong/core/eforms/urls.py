"""Doors of the forms, mounted at /forms/ (đường dẫn)."""

from django.urls import path

from cuulong.core.eforms import views
from cuulong.core.eforms.builder import importing, trying, versions_views
from cuulong.core.eforms.builder import views as builder

app_name = "eforms"
urlpatterns = [
    path("", views.forms, name="forms"),
    path("new/", builder.new, name="new"),
    path("import/", importing.import_form, name="import"),
    path("<str:code>/", views.form, name="form"),
    path("<str:code>/compare/", versions_views.compare, name="compare"),
    path("<str:code>/export/", versions_views.export, name="export"),
    path("<str:code>/open/", builder.open_form, name="open"),
    path("<str:code>/versions/<int:n>/retire/", versions_views.retire, name="retire"),
    path("<str:code>/build/", builder.build, name="build"),
    path("<str:code>/build/steps/<str:key>/", builder.step, name="build_step"),
    path("<str:code>/build/questions/<str:path>/", builder.question, name="build_question"),
    path("<str:code>/build/papers/<str:key>/", builder.paper, name="build_paper"),
    path("<str:code>/build/preview/", trying.preview, name="build_preview"),
    path("<str:code>/build/publish/", versions_views.publish, name="build_publish"),
    path("<str:code>/build/discard/", versions_views.discard, name="build_discard"),
]
