"""Templates say what the event knows and can do nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.translation import gettext

from cuulong.core.notifications.wording import BadTemplate, check, fields_of, preview, render
from cuulong.core.registry import Message, declared


class Vault:
    secret = "mở ra là hỏng"

    def __str__(self) -> str:
        return "két"


def test_values_are_shown_as_the_house_writes_them():
    assert (
        render("{{ fee }} {{ n }} {{ none }}|", {"fee": Decimal("70000"), "n": 2026, "none": None}) == "70.000 2026 |"
    )


def test_a_template_cannot_reach_behind_a_value():
    assert render("{{ vault }}{{ vault.secret }}", {"vault": Vault()}) == "két"


@pytest.mark.parametrize(
    "source",
    [
        "{% load static %}",
        "{% include 'design/base.html' %}",
        "{% extends 'design/base.html' %}",
        "{% url 'audit:events' %}",
        "{% debug %}",
        "{{ code|safe }}",
        "{{ code|center:999999999 }}",
        "{% now 'Y' %}",
        "{% if code %}chưa khép",
    ],
)
def test_what_is_not_in_the_sandbox_is_refused_with_a_sentence(source):
    with pytest.raises(BadTemplate, match="Mẫu viết chưa đúng"):
        check(source, "probe.accepted")


def test_a_field_the_event_does_not_know_is_named_with_those_it_knows():
    with pytest.raises(BadTemplate, match=r"không có trường cccd\. Các trường dùng được: code, due, name, papers"):
        check("{{ code }} {% if cccd and due %}x{% endif %}", "probe.accepted")


def test_a_loop_has_its_own_name():
    check("{% for one in papers %}{{ forloop.counter }} {{ one }}{% endfor %}", "probe.accepted")


def test_loops_may_not_be_stacked_deep():
    stacked = "{% for a in papers %}" * 3 + "x" + "{% endfor %}" * 3
    with pytest.raises(BadTemplate, match="quá sâu"):
        check(stacked, "probe.accepted")


def test_an_endless_template_is_refused():
    with pytest.raises(BadTemplate, match=r"10\.000"):
        check("x" * 10_001, "probe.accepted")


def test_the_preview_shows_names_in_the_places_of_values():
    assert preview("Chào {{ name }}", "probe.accepted") == "Chào ‹name›"
    looped = "{% if papers %}{% for one in papers %}[{{ one }}]{% endfor %}{% endif %}"
    assert preview(looped, "probe.accepted") == "[‹papers›]"


def test_every_declared_message_renders():
    for code, message in declared(Message).items():
        for text in (str(message.subject), str(message.body)):
            check(text, code)
            assert preview(text, code).strip(), code
        assert fields_of(code) is not None
        assert gettext(str(message.title))
