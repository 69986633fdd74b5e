"""The design app (giao diện)."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Templates, styles and tags shared by every screen (giao diện)."""

    name = "cuulong.design"
    label = "design"
