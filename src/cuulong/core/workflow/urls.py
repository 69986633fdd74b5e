"""Doors of the processes, mounted at /processes/ (đường dẫn)."""

from django.urls import path

from cuulong.core.workflow import views
from cuulong.core.workflow.designer import exchange_views, versions_views
from cuulong.core.workflow.designer import views as designer

app_name = "workflow"
urlpatterns = [
    path("", views.processes, name="processes"),
    path("new/", designer.new, name="new"),
    path("import/", exchange_views.take_in, name="import"),
    path("<str:code>/", views.process, name="process"),
    path("<str:code>/open/", designer.open_process, name="open"),
    path("<str:code>/design/", designer.design, name="design"),
    path("<str:code>/design/publish/", versions_views.publish, name="publish"),
    path("<str:code>/design/discard/", versions_views.discard, name="discard"),
    path("<str:code>/design/steps/<str:key>/", designer.step, name="design_step"),
    path("<str:code>/versions/<int:n>/retire/", versions_views.retire, name="retire"),
    path("<str:code>/bpmn/", exchange_views.give_out, name="bpmn"),
    path("<str:code>/compare/", versions_views.compare, name="compare"),
]
