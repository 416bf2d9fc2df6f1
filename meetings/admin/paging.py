"""The desk's own lists a page at a time, counted in the address as Django's lists count theirs."""

from urllib.parse import urlencode

from django.contrib.admin.views.main import PAGE_VAR
from django.core.paginator import Paginator

A_PAGE = 50


def paged(request, rows, **asked):
    """What `_pages.html` needs: the page of `rows` that is asked for; `asked` is what each page is asked with."""
    page = Paginator(rows, A_PAGE).get_page(request.GET.get(PAGE_VAR, 1))
    chosen = {name: word for name, word in asked.items() if word}
    return {
        "page": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "page_var": PAGE_VAR,
        "page_query": f"{urlencode(chosen)}&" if chosen else "",
    }
