"""What the desk's first page tells besides the tables: how much there is to do."""

from django import template

from meetings.admin.work_pages import numbers

register = template.Library()


@register.simple_tag(takes_context=True)
def work_lists(context):
    """(list, its number) of each work list that the reader may see."""
    return numbers(context["request"])
