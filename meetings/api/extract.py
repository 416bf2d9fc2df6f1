"""Reading an article: its text is sent, the meetings that it tells of are answered, and nothing is written."""

from django.utils.http import parse_header_parameters
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.response import Response

from meetings.api.problems import Wrong
from meetings.api.sent import RecordParser, object_of, within
from meetings.api.views import ApiView
from meetings.articles import reading_of
from meetings.reading import Article, parse_article
from meetings.serializers.extracted import ArticleSerializer, ReadingSerializer, told
from meetings.serializers.fields import shorten
from meetings.serializers.meetings import problem_paths

WRONG = "What was sent is not an article to read; each error says what is wrong with it."
# What is plain ASCII is UTF-8 too.
UTF_8 = ("utf-8", "utf8", "us-ascii")


class ArticleParser(BaseParser):
    """An article as plain text in UTF-8; its first lines may be "URL: …" and "PUBLISHED: YYYY-MM-DD"."""

    media_type = "text/plain"

    def parse(self, stream, media_type=None, parser_context=None):
        charset = parse_header_parameters(media_type or "")[1].get("charset", "utf-8")
        if charset.lower() not in UTF_8:
            raise ParseError(f"The body is said to be in {shorten(charset)}. Send it in UTF-8.")
        raw = within(stream, RecordParser.most)
        try:
            article = parse_article(raw.decode("utf-8"))
        except UnicodeDecodeError:
            raise ParseError("The body is not UTF-8. Send it so.") from None
        return {"text": article.text, "url": article.url, "published": article.published}


class Extract(ApiView):
    """The meetings that an article tells of, each with the sentences that its facts were read from."""

    parser_classes = (RecordParser, ArticleParser)
    throttled_as = "extract"

    @extend_schema(summary="Read an article", request=ArticleSerializer, responses=ReadingSerializer)
    def post(self, request):
        sent = ArticleSerializer(data=object_of(request, "an article"))
        if not sent.is_valid():
            raise Wrong(problem_paths(sent.errors), said=WRONG)
        answer = told(reading_of(Article(**sent.validated_data)))
        return Response(answer, headers={"Cache-Control": "no-store"})
