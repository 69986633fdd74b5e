"""The style page and the two switches every frame posts to (đường dẫn giao diện)."""

from django.urls import path

from . import style_page, views

app_name = "design"
urlpatterns = [
    path("", style_page.index, name="style"),
    path("frames/<str:name>/", style_page.frame, name="frame"),
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
]
