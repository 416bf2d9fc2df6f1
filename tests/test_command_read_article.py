"""manage.py read_article: what an article tells of is printed, as extract/ answers it, and nothing is written."""

import json
import os
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import DATA
from tests.factories import CountryFactory, PlaceFactory
from tests.writing import API

ROOT = DATA.parent
TEXT = "The 17th AMMTC was held in Labuan Bajo, Indonesia, on 21 August."
ARTICLE = f"URL: https://asean.org/a\nPUBLISHED: 2023-08-22\n\n{TEXT}"


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "article.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    return file


def printed(file, **options):
    out = StringIO()
    call_command("read_article", str(file), stdout=out, **options)
    return json.loads(out.getvalue())


def run(*arguments, given=None, **environment):
    """The command as a person starts it, where there is a database without a table."""
    command = [sys.executable, "manage.py", "read_article", *arguments]
    environment = os.environ | {"DEBUG": "1"} | environment
    return subprocess.run(command, cwd=ROOT, env=environment, input=given, capture_output=True, check=False)


@pytest.mark.django_db
def test_file_is_read_as_the_api_reads_it(client, file):
    answer = client.post(f"{API}extract/", ARTICLE, "text/plain")

    assert printed(file) == answer.json()


@pytest.mark.django_db
def test_options_go_before_what_stands_above_the_text(file):
    [meeting] = printed(file, url="https://example.org/b", published="2024-08-20")["meetings"]

    assert (meeting["dates"], meeting["status"]) == ("2024-08-21", "planned")
    assert meeting["citations"][0]["source"] == {
        "url": "https://example.org/b", "title": None, "publisher": None, "published": "2024-08-20", "language": None,
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_towns_of_the_record_are_asked_for_once(file, django_assert_num_queries, number):
    country = CountryFactory(code="PH")
    for index in range(number):
        PlaceFactory(locality=f"Town {index}", region="", country=country, variants=[f"Old Town {index}"])
    file.write_text("The 17th AMMTC was held in Old Town 0 on 3 May 2023.", encoding="utf-8")

    with django_assert_num_queries(1):
        [meeting] = printed(file)["meetings"]
    assert meeting["venue"] == {"name": None, "locality": "Town 0", "region": None, "country": "PH"}


def test_standard_input_is_read_ahead_of_any_table(tmp_path):
    done = run("-", given=ARTICLE.encode(), DATABASE_URL=f"sqlite:///{tmp_path}/none.sqlite3")

    [meeting] = json.loads(done.stdout)["meetings"]
    assert (done.returncode, meeting["slug"], meeting["dates"]) == (0, "ammtc-17", "2023-08-21")
    assert meeting["venue"]["locality"] == "Labuan Bajo"
    assert done.stderr.startswith(b"Read without the towns of the record, which cannot be asked: no such table")


@pytest.mark.parametrize(
    ("raw", "options", "sentence"),
    [
        (None, {}, "{} cannot be read: No such file or directory."),
        (b"\xff", {}, "{} is not UTF-8; save it so."),
        (b"a", {"published": "2023-08"}, "The day of publication cannot be taken. Give one day, as in 2023-05-18."),
        (b"PUBLISHED: 2023-02-30\n\na", {}, "The day of publication cannot be taken. February 2023 has no day 30."),
        (
            b"URL: asean.org\n\na",
            {},
            "The address cannot be taken. Give a whole web address that begins with http:// or https://.",
        ),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(tmp_path, raw, options, sentence):
    file = tmp_path / "a.txt"
    if raw is not None:
        file.write_bytes(raw)

    with pytest.raises(CommandError) as told:
        printed(file, **options)

    assert str(told.value) == sentence.format(file)


def test_mistake_ends_the_command_with_1(tmp_path):
    done = run(str(tmp_path / "none.txt"))

    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().splitlines()[-1].startswith("CommandError: ")
