from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "cuulong.core.workflow"
    label = "core_workflow"

    def ready(self) -> None:
        from cuulong.core.registry import declare
        from cuulong.core.workflow import declarations

        declare(
            *declarations.KINDS, *declarations.RIGHTS, *declarations.PHRASES, *declarations.MENU, *declarations.SAMPLES
        )
