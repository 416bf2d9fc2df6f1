"""A wrong dataset is refused whole, with the file, the line, the entry and the field of each mistake."""

import pytest

from meetings.dataset import DatasetError, load
from meetings.history import Change
from meetings.models import Country, Meeting, Revision
from tests.conftest import TODAY

BODIES = """\
- {slug: ammtc, acronym: AMMTC, name: Ministers, level: ministerial, reports_to: null, lead: null, core: true}
- {slug: somtc, acronym: SOMTC, name: Officials, level: senior-officials, reports_to: ammtc, lead: null, core: true}
"""
FIRST = "- {slug: ammtc-1, body: ammtc, ordinal: 1, kind: regular, status: held, dates: '1997-12-18', host: PH}\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "meetings").mkdir()
    (tmp_path / "countries.yaml").write_text("- {code: PH, name: Philippines}\n")
    (tmp_path / "bodies.yaml").write_text(BODIES)
    return tmp_path


def refusal(folder, text, file="meetings/ammtc.yaml"):
    """What loading says when `file` holds `text`; asserts that nothing was loaded."""
    content = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    (folder / file).write_bytes(content)
    with pytest.raises(DatasetError) as error:
        load(folder, Change("Loaded"), today=TODAY)
    assert (Country.objects.count(), Meeting.objects.count(), Revision.objects.count()) == (0, 0, 0)
    return str(error.value)


def meeting(slug="ammtc-1", **keys):
    """An entry as block YAML; a key is given as the YAML text of its value."""
    usual = {"slug": slug, "body": "ammtc", "ordinal": "1", "kind": "regular", "status": "held", "dates": "'1997'"}
    lines = [f"{key}: {value}" for key, value in (usual | keys).items() if value is not None]
    return "- " + "\n  ".join(lines) + "\n"


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"body": "amtc"}, "meetings/ammtc.yaml:2: ammtc-1: body: There is no body amtc. Did you mean ammtc?"),
        ({"host": "XX"}, "meetings/ammtc.yaml:7: ammtc-1: host: There is no country XX. Known are: PH."),
        ({"dates": "'2023-02-31'"}, "meetings/ammtc.yaml:6: ammtc-1: dates: February 2023 has no day 31."),
        (
            {"dates": "2023-08-23/2023-08-20"},
            "meetings/ammtc.yaml:6: ammtc-1: dates: The interval ends (2023-08-20) before it begins (2023-08-23).",
        ),
        (
            {"dates": "2006"},
            "meetings/ammtc.yaml:6: ammtc-1: dates: Write dates as text in quotes, e.g. '2006'; 2006 was read as int.",
        ),
        (
            {"dates": "'2027-01-01'"},
            "meetings/ammtc.yaml:5: ammtc-1: status: A meeting that begins on 2027-01-01 cannot be held yet: today is 2026-11-24.",
        ),
        (
            {"title": "x" * 1_000_000},
            "meetings/ammtc.yaml:7: ammtc-1: title: This is too long: it may have 300 characters.",
        ),
        ({"hots": "PH"}, "meetings/ammtc.yaml:7: ammtc-1: hots: Unknown key hots. Did you mean host?"),
        ({"name": "1st"}, "meetings/ammtc.yaml:7: ammtc-1: name: name is derived from the record and cannot be given."),
        ({"kind": "regulr"}, "meetings/ammtc.yaml:4: ammtc-1: kind: regulr is not known here. Did you mean regular?"),
        ({"kind": None}, "meetings/ammtc.yaml:1: ammtc-1: kind: This is needed."),
        ({"ordinal": "0"}, "meetings/ammtc.yaml:3: ammtc-1: ordinal: An ordinal counts from 1."),
        (
            {"slug": "AMMTC 1"},
            "meetings/ammtc.yaml:1: AMMTC 1: slug: A slug has only small letters, digits and hyphens.",
        ),
        (
            {"reports_to": "ammtc-1"},
            "meetings/ammtc.yaml:1: ammtc-1: reports_to: This closes a circle: ammtc-1 reports to ammtc-1.",
        ),
        ({"alongside": "ammtc-9"}, "meetings/ammtc.yaml:1: ammtc-1: alongside: There is no meeting ammtc-9."),
        ({"language": "no"}, "meetings/ammtc.yaml:7: ammtc-1: language: Unknown key language. Known are: "),
        (
            {"theme": "no"},
            "meetings/ammtc.yaml:7: ammtc-1: theme: Write this as text in quotes; False was read as a truth value.",
        ),
        (
            {"citations": "[{source: {url: 'ftp://x'}, supports: [dates]}]"},
            "meetings/ammtc.yaml:7: ammtc-1: citations.0.source.url: Give a whole web address that begins with http:// or https://.",
        ),
        (
            {"citations": "[{source: {title: A}, supports: [date]}]"},
            "meetings/ammtc.yaml:7: ammtc-1: citations.0.supports.0: date is not known here. Did you mean dates?",
        ),
        (
            {"citations": "[{source: {title: A}}]"},
            "meetings/ammtc.yaml:7: ammtc-1: citations.0: Say which facts the source supports, or what it says instead.",
        ),
        (
            {"programme": "2023-08-20/2023-08-23", "dates": "'2023-08-25'"},
            "meetings/ammtc.yaml:7: ammtc-1: programme: The programme (2023-08-20/2023-08-23) must include the days of the meeting itself (2023-08-25).",
        ),
    ],
    ids=lambda value: "" if isinstance(value, str) else next(iter(value)),
)
def test_a_wrong_value_is_named_with_its_place(db, folder, keys, said):
    message = refusal(folder, meeting(**keys))

    assert message.startswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- slug: [ammtc-1\n", "meetings/ammtc.yaml:2: The YAML is malformed: did not find expected ',' or ']'."),
        ("- slug: a\n  slug: b\n", "meetings/ammtc.yaml:2: The YAML is malformed: the key 'slug' stands here twice."),
        ("- slug: a\0b\n", "meetings/ammtc.yaml:1: The YAML is malformed: control characters are not allowed."),
        ("- !!python/object/apply:os.system ['true']\n", "meetings/ammtc.yaml:1: The YAML is malformed: could not determine a constructor for the tag 'tag:yaml.org,2002:python/object/apply:os.system'."),
        ("slug: ammtc-1\n", "meetings/ammtc.yaml:1: The file must be a list of entries, each beginning with a dash in the first column."),
        ("- ammtc-1\n", "meetings/ammtc.yaml:1: This must be a mapping of keys to values, not str."),
        (b"- slug: \xff\n", "meetings/ammtc.yaml: The file is not UTF-8: 'utf-8' codec can't decode byte 0xff in position 8: invalid start byte."),
        ("- &a {slug: b}\n- *a\n", "meetings/ammtc.yaml:2: The YAML is malformed: found undefined alias."),
        ("- " + "[" * 5000 + "]" * 5000 + "\n", "meetings/ammtc.yaml:1: The YAML is malformed: exceeded maximum nesting depth."),
    ],
    ids=["brackets", "twice", "nul", "tag", "no list", "no mapping", "encoding", "alias", "depth"],
)  # fmt: skip
def test_malformed_yaml_is_refused_with_its_line(db, folder, text, said):
    assert refusal(folder, text) == said


def test_two_meetings_with_one_ordinal_are_refused(db, folder):
    message = refusal(folder, meeting() + meeting("ammtc-one"))

    assert message == (
        "meetings/ammtc.yaml:9: ammtc-one: ordinal: ammtc-1 has this ordinal too; a series counts each number once."
    )


def test_an_entry_that_stands_twice_is_refused(db, folder):
    message = refusal(folder, meeting() + meeting(ordinal="2"))

    assert (
        message
        == "meetings/ammtc.yaml:7: ammtc-1: slug: It stands in the dataset twice; first at meetings/ammtc.yaml:1."
    )


def test_a_circle_through_several_meetings_is_refused(db, folder):
    entries = meeting("a", alongside="b", ordinal="1") + meeting("b", alongside="c", ordinal="2")

    message = refusal(folder, entries + meeting("c", alongside="a", ordinal="3"))

    assert message == (
        "meetings/ammtc.yaml:1: a: alongside: This closes a circle: "
        "a sits alongside b, which sits alongside c, which sits alongside a."
    )


def test_a_report_to_a_body_that_is_not_above_is_refused(db, folder):
    entries = meeting("ammtc-1", reports_to="somtc-1") + meeting("somtc-1", body="somtc")

    message = refusal(folder, entries)

    assert message == (
        "meetings/ammtc.yaml:1: ammtc-1: reports_to: ammtc-1 cannot report to somtc-1: "
        "the SOMTC does not stand above the AMMTC."
    )


def test_all_mistakes_are_named_at_once(db, folder):
    message = refusal(folder, meeting(host="XX", kind="odd") + meeting("ammtc-2", body="nobody", ordinal="2"))

    assert [line.split(": ")[1:3] for line in message.splitlines()] == [
        ["ammtc-1", "kind"],
        ["ammtc-1", "host"],
        ["ammtc-2", "body"],
    ]


def test_mistakes_are_named_up_to_a_bound(db, folder):
    message = refusal(folder, "".join(meeting(f"m-{number}", host="XX") for number in range(1000)))

    assert len(message.splitlines()) == 50


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("bodies.yaml", BODIES + BODIES, "bodies.yaml:3: ammtc: It stands here twice; first on line 1."),
        (
            "bodies.yaml",
            BODIES.replace("reports_to: null", "reports_to: somtc"),
            "bodies.yaml:1: ammtc: reports_to: This closes a circle: it would report to itself.",
        ),
        ("bodies.yaml", BODIES.replace("reports_to: ammtc", "reports_to: x"), "bodies.yaml:2: somtc: reports_to: There is no body x."),
        ("bodies.yaml", BODIES.replace("level: ministerial", "level: high"), "bodies.yaml:1: ammtc: level: high is not known here."),
        ("countries.yaml", "- {code: ph, name: Philippines}\n", "countries.yaml:1: ph: A country code is two capital letters, such as ID or EU."),
        ("countries.yaml", "- {code: PH, name: P, member_since: 1967-13-08}\n", "countries.yaml:1: PH: member_since: "),
        ("places.yaml", "- {locality: Manila, country: PH, latitude: 91.0, longitude: 0}\n", "places.yaml:1: Manila: latitude: "),
    ],
)  # fmt: skip
def test_a_wrong_table_is_refused_with_its_line(db, folder, file, text, said):
    message = refusal(folder, text, file)

    assert message.splitlines()[0].startswith(said)


def test_html_is_kept_as_text(db, folder):
    (folder / "meetings/ammtc.yaml").write_text(meeting(title="'<script>alert(1)</script>'"))

    load(folder, Change("Loaded"), today=TODAY)

    assert Meeting.objects.get().title == "<script>alert(1)</script>"


def test_a_folder_that_is_no_dataset_is_refused(db, tmp_path):
    with pytest.raises(DatasetError) as empty:
        load(tmp_path, Change("Loaded"), today=TODAY)
    with pytest.raises(DatasetError) as missing:
        load(tmp_path / "nowhere", Change("Loaded"), today=TODAY)

    assert str(empty.value).endswith("it has neither bodies.yaml, countries.yaml, places.yaml nor meetings/.")
    assert str(missing.value).endswith("nowhere: There is no such folder.")
