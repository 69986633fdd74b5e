"""What an auditor may filter by (bộ lọc nhật ký)."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import LogPhrase, declared
from cuulong.design.forms import DayInput
from cuulong.lib.vietnamese import sort_key

from .queries import Wanted, blank_sentence


def _actions() -> list[tuple[str, str]]:
    named = [(code, blank_sentence(phrase)) for code, phrase in declared(LogPhrase).items()]
    return [("", str(_("Mọi việc"))), *sorted(named, key=lambda one: sort_key(one[1]))]


class FilterForm(forms.Form):
    """All fields are optional; actor, object and agency come from links in the list."""

    action = forms.ChoiceField(label=_("Việc"), required=False, choices=_actions)
    first = forms.DateField(label=_("Từ ngày"), required=False, widget=DayInput)
    last = forms.DateField(label=_("Đến ngày"), required=False, widget=DayInput)
    actor = forms.UUIDField(required=False, widget=forms.HiddenInput)
    subject = forms.UUIDField(required=False, widget=forms.HiddenInput)
    agency = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def wanted(self) -> Wanted:
        """What the valid fields ask for; a field with an error asks for nothing."""
        self.is_valid()
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if value})
