"""Tables and charts (bảng và biểu đồ)."""

from django import template

register = template.Library()
