"""Who reads the replica: a visitor who only reads, and nobody else."""

import pytest

from timeline.replica import ReadsOfVisitors, choose_database


@pytest.mark.parametrize(
    ("method", "given", "expected"),
    [
        ("GET", {}, "replica"),
        ("HEAD", {}, "replica"),
        ("POST", {}, "default"),
        ("GET", {"HTTP_COOKIE": "sessionid=x"}, "default"),
        ("GET", {"HTTP_COOKIE": "django_language=id"}, "replica"),
        ("GET", {"HTTP_AUTHORIZATION": "Bearer x"}, "default"),
    ],
)
def test_read_goes_where_the_request_was_sent(rf, method, given, expected):
    request = rf.generic(method, "/", **given)
    router = ReadsOfVisitors()

    assert choose_database(lambda request: router.db_for_read(None))(request) == expected
    assert router.db_for_read(None) == "default"
    assert router.db_for_write(None) == "default"
