from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "cuulong.core.registry"
    label = "core_registry"
