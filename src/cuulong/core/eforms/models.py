"""Forms and their versions (biểu mẫu và các phiên bản)."""

from __future__ import annotations

from functools import cached_property

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cuulong.core.eforms import form as forms
from cuulong.core.eforms.definition import expand
from cuulong.core.eforms.versions import Version, for_reader, read_once
from cuulong.core.registry.entity import Entity


class FormDefinition(Entity):
    """A form that has a code and a name (biểu mẫu)."""

    ref_kind = "eforms.form"

    code = models.CharField(_("mã"), max_length=60, unique=True)
    title = models.CharField(_("tên"), max_length=300)
    title_en = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("biểu mẫu")

    def __str__(self) -> str:
        return for_reader(self.title, self.title_en)


class FormDraft(Entity):
    """A form on the workbench: at most one at a time, with all that was done to it (bản soạn biểu mẫu)."""

    ref_kind = "eforms.draft"

    form = models.OneToOneField(FormDefinition, models.CASCADE, related_name="draft")
    position = models.PositiveIntegerField(default=0, help_text="which edit stands; later ones were undone")
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name = _("bản soạn biểu mẫu")

    def __str__(self) -> str:
        return str(self.form)


class DraftEdit(models.Model):
    """One change of a draft, with the whole form as it was after it (lần sửa)."""

    id = models.BigAutoField(primary_key=True)
    draft = models.ForeignKey(FormDraft, models.CASCADE, related_name="edits")
    n = models.PositiveIntegerField()
    what = models.TextField(help_text="the sentence, untranslated")
    details = models.JSONField(default=dict)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    content = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["draft", "n"], name="eforms_one_edit_a_number"),)

    def __str__(self) -> str:
        return gettext(self.what) % self.details if self.details else gettext(self.what)


@read_once
def _shape(version: FormVersion) -> forms.Form:
    return forms.read(expand(version.schema), version.layout)


class FormVersion(Version):
    """One wording of a form; answers keep the one they were given to (phiên bản biểu mẫu)."""

    ref_kind = "eforms.version"
    owner_field = "form"

    form = models.ForeignKey(FormDefinition, models.PROTECT, related_name="versions")
    schema = models.JSONField()
    layout = models.JSONField()

    class Meta:
        verbose_name = _("phiên bản biểu mẫu")
        constraints = (
            models.UniqueConstraint(fields=["form", "n"], name="eforms_one_number_a_version"),
            ExclusionConstraint(
                name="eforms_one_version_a_day",
                expressions=[("form", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                condition=~Q(state="draft"),
            ),
            models.CheckConstraint(
                name="eforms_published_is_dated", condition=Q(state="draft") | Q(valid__isnull=False)
            ),
        )

    @cached_property
    def shape(self) -> forms.Form:
        """The form as values."""
        return _shape(self)
