"""The map as numbers: where a point stands, how land becomes a path, and labels that never touch."""

import pytest

from timeline.outlines import INSETS, MAIN, NARROW, WIDE, Frame, Town, box, label_box, plates, radius, ring_path, touch

FRAME = Frame("", 100, 0, 110, 10)


def town(name, longitude, latitude, number=1):
    return Town(name, f"{name}: {number}", longitude, latitude, number, "/")


@pytest.mark.parametrize(("point", "place"), [((100, 10), (0, 0)), ((110, 0), (100, 123.46)), ((105, 5), (50, 61.73))])
def test_frame_places_points_in_percent_of_the_map(point, place):
    assert FRAME.at(*point) == place


def test_frame_in_a_corner_is_as_wide_as_told():
    corner = Frame("", 100, 0, 110, 10, x=80, y=5, width=10)

    assert corner.at(110, 0) == (90, 17.35)


@pytest.mark.parametrize(
    ("points", "path"),
    [
        ([(0, 0), (10, 0), (10, 0), (0, 5)], "M0 0l10 0-10 5z"),
        ([(0, 0), (1, 1), (0, 0)], ""),
    ],
)
def test_ring_becomes_a_path_unless_it_is_too_small_to_be_seen(points, path):
    assert ring_path(points) == path


def test_every_member_state_is_on_the_map():
    codes = [code for code, _ in plates([])[0].land]

    assert codes == ["BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "TL", "VN"]


def test_singapore_and_brunei_are_enlarged():
    drawn = {plate.frame.name: [code for code, _ in plate.land] for plate in plates([])}

    assert "SG" in drawn["Singapore"]
    assert "BN" in drawn["Brunei"]
    assert all(frame.width / (frame.east - frame.west) > 5 * 100 / 50 for frame in INSETS)


def test_dots_grow_with_the_number_up_to_a_bound():
    assert [radius(number) for number in (1, 4, 9, 10_000)] == [4.5, 6.5, 8.5, 20]


def test_dot_stands_on_the_whole_and_in_its_inset():
    drawn = plates([town("Singapore", 103.85, 1.29)])

    assert {plate.frame.name: len(plate.dots) for plate in drawn} == {
        "": 1, "Brunei": 0, "Singapore": 1, "Manila": 0, "Bali": 0,
    }  # fmt: skip


def test_small_dots_lie_over_large_ones():
    drawn = plates([town("Small", 101, 15), town("Large", 101.1, 15, 9)])[0].dots

    assert [dot.town.name for dot in drawn] == ["Large", "Small"]


@pytest.mark.parametrize(("pixels", "shown"), [(NARROW, {"always"}), (WIDE, {"always", "wide"})])
def test_labels_touch_neither_one_another_nor_a_dot(pixels, shown):
    towns = [town(f"Town {number}", 95 + number * 7 % 30, number * 11 % 25, number) for number in range(1, 20)]
    dots = plates(towns)[0].dots
    labels = [label_box(dot, dot.side, pixels) for dot in dots if dot.label_shows in shown]
    boxes = [(dot, box(dot, pixels)) for dot in dots]

    assert len(labels) > 3
    assert [pair for pair in zip(labels, labels[1:], strict=False) if touch(*pair)] == []
    assert [
        dot.town.name
        for dot in dots
        if dot.label_shows in shown
        for other, taken in boxes
        if other is not dot and touch(label_box(dot, dot.side, pixels), taken)
    ] == []


def test_frames_do_not_cover_one_another():
    corners = [(frame.x, frame.y, frame.x + frame.width, frame.y + frame.height) for frame in INSETS]

    assert [one for number, one in enumerate(corners) for other in corners[number + 1 :] if touch(one, other)] == []
    assert all(right <= 100 and bottom <= 100 for _, _, right, bottom in corners)
    assert MAIN.height == 100
