"""A page as a reader without script gets it, parsed as strictly as the standard allows."""

import html5lib


def read(response):
    """The parsed page; a breach of the HTML standard raises."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(response.content.decode())


def texts(page, path):
    """The text of each element at `path` (ElementTree's XPath), with single spaces."""
    return [" ".join("".join(element.itertext()).split()) for element in page.iterfind(path)]


def links(page, path):
    return [element.get("href") for element in page.iterfind(path)]
