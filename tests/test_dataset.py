"""The shipped dataset is a test: it loads whole, comes back byte for byte, and loading it again moves nothing."""

import shutil
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from meetings.dataset import Conflicts, DatasetError, dump, load
from meetings.dataset.compare import Outcome
from meetings.history import Change, as_of, delete, revise
from meetings.models import Body, Citation, Country, Meeting, Person, Place, Revision, Source
from tests.conftest import DATA, TODAY

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LOADED = Change("Loaded from the dataset", at=NOON)
FILES = sorted(path.relative_to(DATA) for path in DATA.rglob("*.yaml"))


def load_again(folder, **options):
    return load(folder, LOADED, today=TODAY, **options)


@pytest.fixture
def folder(tmp_path):
    """A copy of the dataset that a test may change."""
    return shutil.copytree(DATA, tmp_path / "data")


def rewrite(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def edit(slug, **columns):
    """Change a meeting as an editor would."""
    meeting = Meeting.objects.get(slug=slug)
    for name, value in columns.items():
        setattr(meeting, name, value)
    meeting.save()
    revise([meeting.pk], Change("An editor found better"))


def test_dataset_holds_what_its_readme_counts(record):
    counts = {model: model.objects.count() for model in (Meeting, Body, Country, Source)}

    assert counts == {Meeting: 155, Body: 30, Country: 22, Source: 263}


def test_dump_gives_the_shipped_files_back_and_no_other(dumped):
    written = sorted(path.relative_to(dumped) for path in dumped.rglob("*") if path.is_file())

    assert written == FILES
    assert [file for file in FILES if (dumped / file).read_bytes() != (DATA / file).read_bytes()] == []


@pytest.fixture
def dumped(record, tmp_path):
    dump(tmp_path / "out")
    return tmp_path / "out"


def test_dump_removes_the_file_of_a_body_that_lost_its_meetings(record, dumped):
    for meeting in Meeting.objects.filter(body__slug="somtc-plus-nz"):
        delete(meeting, Change("Recorded twice"))

    dump(dumped)

    assert not (dumped / "meetings/somtc-plus-nz.yaml").exists()


def test_people_with_other_spellings_are_dumped_and_loaded(record, dumped):
    Person.objects.filter(name="Hamidin").update(variants=["Hamidin, Brigjen"])

    dump(dumped)
    Person.objects.filter(name="Hamidin").update(variants=[])
    load_again(dumped)

    assert (dumped / "people.yaml").read_text().splitlines()[-1] == "- {name: Hamidin, also: ['Hamidin, Brigjen']}"
    assert Person.objects.get(name="Hamidin").variants == ["Hamidin, Brigjen"]


def test_load_again_writes_nothing(record):
    before = list(Meeting.objects.values("slug", "revision", "updated_at")), Revision.objects.count()

    report = load(DATA, Change("Loaded again"), today=TODAY)

    assert report.steps == []
    assert before == (list(Meeting.objects.values("slug", "revision", "updated_at")), Revision.objects.count())


def test_load_writes_one_revision_a_meeting(record):
    assert set(Revision.objects.values_list("number", "kind", "reason")) == {
        (1, "created", "Loaded from the dataset"),
    }
    assert Revision.objects.count() == 155


def test_load_changes_what_the_file_changed(record, folder):
    rewrite(folder / "meetings/ammtc.yaml", "dates: '2023-08-21'", "dates: '2023-08-22'")

    report = load_again(folder)

    assert [str(step) for step in report.steps] == ["change meeting ammtc-17: dates"]
    assert str(Meeting.objects.get(slug="ammtc-17").dates) == "2023-08-22"
    assert list(Revision.objects.of("ammtc-17").values_list("number", "kind")) == [(1, "created"), (2, "changed")]


def test_dry_run_says_what_would_change_and_changes_nothing(record, folder):
    rewrite(folder / "meetings/ammtc.yaml", "dates: '2023-08-21'", "dates: '2023-08-22'")
    out = StringIO()

    call_command("load_dataset", folder, "--dry-run", stdout=out)

    assert out.getvalue().splitlines() == [
        "change meeting ammtc-17: dates",
        "countries: 22 unchanged",
        "bodies: 30 unchanged",
        "places: 28 unchanged",
        "meetings: 1 would be changed, 154 unchanged",
    ]
    assert str(Meeting.objects.get(slug="ammtc-17").dates) == "2023-08-21"
    assert Revision.objects.count() == 155


def test_load_leaves_alone_what_only_an_editor_changed(record):
    edit("ammtc-17", theme="Together")

    report = load_again(DATA)

    assert [str(step) for step in report.steps] == ["keep meeting ammtc-17"]
    assert Meeting.objects.get(slug="ammtc-17").theme == "Together"


def test_load_refuses_to_overwrite_an_editor(record, folder):
    edit("ammtc-17", theme="Together")
    rewrite(folder / "meetings/ammtc.yaml", "dates: '2023-08-21'", "dates: '2023-08-22'")

    with pytest.raises(CommandError) as error:
        call_command("load_dataset", folder)

    line = 1 + next(
        i
        for i, text in enumerate((folder / "meetings/ammtc.yaml").read_text().splitlines())
        if text == "- slug: ammtc-17"
    )
    assert str(error.value) == (
        f"meetings/ammtc.yaml:{line}: ammtc-17: Somebody changed it since the last load (An editor found better), "
        "and the file differs from it.\n"
        "Nothing was changed. Give --keep to keep what editors changed, or --overwrite to undo it."
    )
    assert Meeting.objects.get(slug="ammtc-17").theme == "Together"


@pytest.mark.parametrize(
    ("conflicts", "theme", "dates"),
    [(Conflicts.KEEP, "Together", "2023-08-21"), (Conflicts.OVERWRITE, "", "2023-08-22")],
)
def test_load_keeps_or_undoes_an_editor_when_told(record, folder, conflicts, theme, dates):
    edit("ammtc-17", theme="Together")
    rewrite(folder / "meetings/ammtc.yaml", "dates: '2023-08-21'", "dates: '2023-08-22'")

    load_again(folder, conflicts=conflicts)

    meeting = Meeting.objects.get(slug="ammtc-17")
    assert (meeting.theme, str(meeting.dates)) == (theme, dates)


def test_load_does_not_bring_back_what_an_editor_deleted(record):
    delete(Meeting.objects.get(slug="ammtc-20"), Change("Never announced"))

    report = load_again(DATA)

    assert [str(step) for step in report.steps] == ["keep meeting ammtc-20"]
    assert not Meeting.objects.filter(slug="ammtc-20").exists()


def test_load_takes_an_edit_that_was_dumped_as_its_own(record, folder):
    edit("ammtc-17", theme="Together")
    dump(folder)
    load_again(folder)
    rewrite(folder / "meetings/ammtc.yaml", "theme: Together", "theme: Apart")

    report = load_again(folder)

    assert [str(step) for step in report.steps] == ["change meeting ammtc-17: theme"]


def test_load_refuses_to_overwrite_an_edited_body(record, folder):
    Body.objects.filter(slug="ammtc").update(name="The ministers")
    rewrite(folder / "bodies.yaml", "ASEAN Ministerial Meeting on Transnational Crime,", "Ministers,")

    with pytest.raises(DatasetError) as error:
        load_again(folder)

    assert str(error.value) == (
        "bodies.yaml:5: ammtc: An editor changed it since the last load, and the file changed too."
    )


def test_load_fills_in_a_place_that_a_meeting_had_named(db, folder):
    listed = (folder / "places.yaml").read_text(encoding="utf-8")
    (folder / "places.yaml").unlink()
    load_again(folder)
    (folder / "places.yaml").write_text(listed, encoding="utf-8")

    report = load_again(folder)

    assert {step.outcome for step in report.steps} == {Outcome.CHANGED}
    assert str(Place.objects.get(locality="Bogor").latitude) == "-6.594"


def test_a_renamed_place_is_a_revision_of_the_meetings_there(record, folder):
    rewrite(folder / "places.yaml", "region: West Java", "region: Jawa Barat")

    with pytest.raises(DatasetError):
        load_again(folder, prune=True)
    rewrite(folder / "meetings/somtc-wg-ct.yaml", "region: West Java", "region: Jawa Barat")
    load_again(folder, prune=True)

    assert Meeting.objects.get(slug="somtc-wg-ct-18").where == "Bogor, Jawa Barat, Indonesia"


def test_prune_deletes_what_the_dataset_lost(record, folder):
    (folder / "meetings/somtc-plus-nz.yaml").unlink()
    rewrite(folder / "bodies.yaml", "- {slug: somtc-plus-nz,", "# {slug: somtc-plus-nz,")

    without = load_again(folder)
    report = load_again(folder, prune=True)

    assert without.steps == []
    assert [str(step) for step in report.steps] == [
        "delete meeting somtc-plus-nz-2021-07-29",
        "delete body somtc-plus-nz",
    ]
    assert Revision.objects.of("somtc-plus-nz-2021-07-29").last().kind == "deleted"
    assert as_of("somtc-plus-nz-2021-07-29", NOON) is None


def test_prune_refuses_what_editors_recorded(record):
    Meeting.objects.create(slug="ammtc-21", body=Body.objects.get(slug="ammtc"), ordinal=21)
    revise([Meeting.objects.get(slug="ammtc-21").pk], Change("Announced"))

    with pytest.raises(DatasetError) as error:
        load_again(DATA, prune=True)

    assert str(error.value) == (
        "meetings: ammtc-21: An editor recorded or changed it, and the dataset does not have it."
    )


def test_what_was_pruned_comes_back_when_the_dataset_has_it_again(record, folder):
    kept = folder / "meetings/somtc-plus-nz.yaml"
    text = kept.read_text(encoding="utf-8")
    kept.unlink()
    load_again(folder, prune=True)
    kept.write_text(text, encoding="utf-8")

    load_again(folder)

    assert list(Revision.objects.of("somtc-plus-nz-2021-07-29").values_list("kind", flat=True)) == [
        "created", "deleted", "restored",
    ]  # fmt: skip


def test_ordinals_may_be_exchanged(record, folder):
    path = folder / "meetings/somtc-wg-ct.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in (("ordinal: 18", "ordinal: 99"), ("ordinal: 20", "ordinal: 18"), ("ordinal: 99", "ordinal: 20")):
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")

    load_again(folder)

    assert dict(Meeting.objects.filter(body__slug="somtc-wg-ct", ordinal__gt=17).values_list("slug", "ordinal")) == {
        "somtc-wg-ct-18": 20, "somtc-wg-ct-19": 19, "somtc-wg-ct-20": 18,
    }  # fmt: skip


def test_a_source_keeps_each_description_and_gains_what_it_lacked(record):
    source = Source.objects.get(
        url="https://www.phnompenhpost.com/national/sar-kheng-chair-asean-meeting-cross-border-crime"
    )

    assert source.title == "Sar Kheng to chair ASEAN meeting on cross-border crime"
    assert dict(Citation.objects.filter(source=source).values_list("meeting__slug", "described")) == {
        "ammtc-plus-japan-7": {"title": None},
        "ammtc-plus-three-12": {"title": None},
        "ammtc-16": {"title": None},
        "somtc-22": {},
    }


def test_held_is_judged_by_the_day_of_the_load(db):
    with pytest.raises(DatasetError) as error:
        load(DATA, LOADED, today=date(2025, 9, 9))

    assert (
        str(error.value)
        .splitlines()[0]
        .endswith(
            "ammtc-plus-china-12: status: A meeting that begins on 2025-09-11 cannot be held yet: today is 2025-09-09."
        )
    )
    assert Meeting.objects.count() == 0
