"""In which language a request is answered: pages in the reader's, what programs and editors read in English.

An answer to a program is the same whatever language it asks for, so that a copy of it holds for everybody.
"""

import re

from django.conf import settings
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override

# The API and what else answers programs, the desk (whose own words are English), and each file such as /meetings.csv.
IN_ENGLISH = re.compile(r"/(api|oembed|admin|healthz|readyz|static)(/|$)|.*/[^/]*\.[^/]*$")


def choose_language(get_response):
    """Middleware: the language that the visitor chose, else the best of those that the browser asks for."""

    def middleware(request):
        is_page = not IN_ENGLISH.match(request.path)
        request.LANGUAGE_CODE = get_language_from_request(request) if is_page else settings.LANGUAGE_CODE
        with override(request.LANGUAGE_CODE):
            response = get_response(request)
        if is_page:
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    return middleware
