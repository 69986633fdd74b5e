"""Tables and charts (bảng và biểu đồ)."""

from django import template

from ..charts import Chart
from ..tables import Table

register = template.Library()


@register.inclusion_tag("design/parts/table.html")
def render_table(table: Table) -> dict[str, object]:
    """`{% render_table table %}`: filters, rows, pager and export; blocks at 360 px (bảng)."""
    return {"table": table}


@register.inclusion_tag("design/parts/chart.html")
def chart(figure: Chart, csv_url: str = "") -> dict[str, object]:
    """`{% chart figure %}`: the finding, the drawing, its numbers as a table and CSV (biểu đồ)."""
    return {"chart": figure, "csv_url": csv_url}
