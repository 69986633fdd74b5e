"""The few tags and filters a message template may use (thẻ dùng được trong mẫu thông báo)."""

from __future__ import annotations

from django.template import Library
from django.template import defaultfilters as filters
from django.template import defaulttags as tags

register = Library()
register.tag("if", tags.do_if)
register.tag("for", tags.do_for)
register.tag("comment", tags.comment)
for harmless in (filters.default, filters.upper, filters.lower, filters.capfirst, filters.first, filters.last):
    register.filter(harmless)
register.filter("join", lambda value, arg: arg[:5].join(map(str, value)))
register.filter("length", filters.length)
