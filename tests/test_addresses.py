"""Whose address a visitor has: never one that the visitor could have made up."""

import pytest

from meetings.addresses import client_address


@pytest.mark.parametrize(("behind", "expected"), [(True, "203.0.113.7"), (False, "127.0.0.1")])
def test_client_address_is_what_our_proxy_saw(rf, settings, behind, expected):
    settings.BEHIND_PROXY = behind
    request = rf.get("/", HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.7")

    assert client_address(request) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("for=203.0.113.7", "203.0.113.7"),
        ("for=198.51.100.1, for=203.0.113.7;proto=https", "203.0.113.7"),
        ('proto=https; For="203.0.113.7:4711"', "203.0.113.7"),
        ('for="[2001:db8::7]:4711"', "2001:db8::7"),
        ('by=10.0.0.1;for="2001:db8::7"', "2001:db8::7"),
        ("before=198.51.100.1;proto=https", "127.0.0.1"),
        ("for=198.51.100.1, proto=https", "127.0.0.1"),
        ("for=", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_client_address_is_read_from_forwarded_where_the_proxy_writes_that(rf, settings, told, expected):
    settings.BEHIND_PROXY, settings.PROXY_HEADER = True, "Forwarded"
    request = rf.get("/", HTTP_FORWARDED=told, HTTP_X_FORWARDED_FOR="198.51.100.2")

    assert client_address(request) == expected
