"""manage.py read_article FILE: the meetings that an article tells of, as JSON."""

import json
import sys
from dataclasses import replace
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from rest_framework.serializers import ValidationError

from meetings.articles import reading_of
from meetings.reading import parse_article, read
from meetings.serializers.extracted import ArticleSerializer, told

CALLED = {"url": "address", "published": "day of publication"}


class Command(BaseCommand):
    help = "Read an article and print the meetings that it tells of, in the one shape. Nothing is written."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="text in UTF-8; - is standard input")
        parser.add_argument("--url", help="where it stood, unless its first line says so (URL: …)")
        parser.add_argument("--published", metavar="DAY", help="when it appeared (PUBLISHED: YYYY-MM-DD)")

    def handle(self, *, file, **options):
        given = {name: options[name] for name in CALLED if options[name]}
        article = replace(parse_article(text_of(file)), **given)
        check(article)
        try:
            reading = reading_of(article)
        except DatabaseError as error:
            self.stderr.write(f"Read without the towns of the record, which cannot be asked: {error}.")
            reading = read(article)
        self.stdout.write(json.dumps(told(reading), ensure_ascii=False, indent=2))


def text_of(file):
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return raw.decode("utf-8")
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} is not UTF-8; save it so.") from error


def check(article):
    """Raises where the address or the day is none."""
    fields = ArticleSerializer().fields
    for name, called in CALLED.items():
        try:
            fields[name].run_validation(getattr(article, name))
        except ValidationError as error:
            raise CommandError(f"The {called} cannot be taken. {error.detail[0]}") from error
