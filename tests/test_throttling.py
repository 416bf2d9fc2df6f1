"""Throttles: by token, user or address, reading and writing apart, shared by all who share the cache."""

import pytest
from django.core.cache import cache, caches
from django.core.management import call_command
from django.test import Client

from meetings.api import throttling
from tests.desk import editor
from tests.writing import MEETINGS, Program, chain_of_bodies, planned, program

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(settings):
    """Three requests of each kind a minute, and nothing counted so far."""
    cache.clear()
    settings.REQUESTS_A_MINUTE = dict.fromkeys(("read", "write", "failed"), 3)
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _in_one_minute():
    # A test that a new minute falls into begins again with it.
    left = throttling.WINDOW - throttling.time.time() % throttling.WINDOW
    if left < 5:
        throttling.time.sleep(left)


def statuses(number, ask):
    return [ask().status_code for _ in range(number)]


def test_reading_too_often_is_told_when_to_come_again(client):
    codes = statuses(3, lambda: client.get(MEETINGS))

    answer = client.get(MEETINGS)

    seconds = int(answer["Retry-After"])
    assert [*codes, answer.status_code] == [200, 200, 200, 429]
    assert answer["Content-Type"] == "application/problem+json"
    assert 1 <= seconds <= 60
    assert answer.json()["detail"] == (
        f"Reading is limited to 3 requests a minute. Expected available in {seconds} second{'s' * (seconds > 1)}."
    )


def test_addresses_are_counted_apart(client):
    statuses(4, lambda: client.get(MEETINGS))

    assert client.get(MEETINGS, REMOTE_ADDR="203.0.113.7").status_code == 200


def test_tokens_are_counted_apart_from_one_another_and_from_their_address(client):
    one, other = program(), program()

    codes = [statuses(4, one.get), statuses(4, other.get), statuses(4, lambda: client.get(MEETINGS))]

    assert codes == [[200, 200, 200, 429]] * 3


def test_user_is_counted_in_all_their_browsers():
    one = editor()
    other = Client()
    other.cookies = one.cookies

    assert statuses(2, lambda: one.get(MEETINGS)) + statuses(2, lambda: other.get(MEETINGS)) == [200, 200, 200, 429]


def test_writing_is_counted_apart_from_reading():
    chain_of_bodies()
    who = program("editor of ammtc")
    statuses(4, who.get)

    codes = [who.post(data=planned(f"ammtc-{n}", n)).status_code for n in range(1, 5)]

    assert codes == [201, 201, 201, 429]


def test_writing_without_a_right_is_counted_too():
    assert statuses(4, lambda: Program().post(data={})) == [401, 401, 401, 429]


def test_keys_tried_in_vain_are_counted_and_right_ones_still_count():
    right = program()

    codes = statuses(4, lambda: Program("amr_x_y").get())

    assert codes == [401, 401, 401, 429]
    assert right.get().status_code == 200


@pytest.mark.parametrize("kind", ["read", "failed"])
def test_no_limit_counts_nothing(client, settings, kind):
    settings.REQUESTS_A_MINUTE = settings.REQUESTS_A_MINUTE | {kind: 0}
    ask = (lambda: client.get(MEETINGS)) if kind == "read" else (lambda: Program("amr_x_y").get())

    assert len(set(statuses(9, ask))) == 1


def test_cache_that_keeps_nothing_limits_nothing(client, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

    assert statuses(9, lambda: client.get(MEETINGS)) == [200] * 9


def test_workers_that_share_a_cache_count_together(client, settings):
    table = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "throttle_test"}
    settings.CACHES = {"default": table}
    call_command("createcachetable", verbosity=0)

    codes = statuses(2, lambda: client.get(MEETINGS))
    del caches["default"]  # As another process has it: nothing in memory, the same table.
    codes += statuses(2, lambda: client.get(MEETINGS))

    assert codes == [200, 200, 200, 429]
