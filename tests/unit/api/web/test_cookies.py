from __future__ import annotations

import pytest
from starlette.responses import Response

from api.web import cookies
from tests.unit.api.web.requests import request


def set_cookie(response: Response) -> tuple[str, set[str]]:
    """The pair, and what goes with it."""
    pair, *attributes = response.headers["set-cookie"].split("; ")
    return pair, {one.lower() for one in attributes}


@pytest.mark.parametrize(
    ("scheme", "host", "secure"),
    [
        ("https", "clinic.example", True),
        ("https", "localhost:8600", True),
        # Plain HTTP from elsewhere, or a proxy that does not say what it took: no cookie without encryption.
        ("http", "clinic.example", True),
        ("http", "localhost.evil.example", True),
        ("http", "127.0.0.1.evil.example:80", True),
        ("http", "", True),
        ("http", "127.0.0.1:8600", False),
        ("http", "localhost", False),
        ("http", "[::1]:8600", False),
        ("http", "[::1]", False),
    ],
)
def test_the_session_goes_unencrypted_to_this_machine_alone(scheme, host, secure):
    asked, response = request(scheme, host), Response()
    cookies.give_session(asked, response, "t")

    pair, attributes = set_cookie(response)
    assert pair == ("__Host-" if secure else "") + "speechscan-session=t"
    assert attributes == {"path=/", "httponly", "samesite=lax"} | ({"secure"} if secure else set())


def test_a_session_is_read_under_its_own_name_only():
    assert cookies.session_token(request(cookie="__Host-speechscan-session=t")) == "t"
    # Without the prefix a neighbour of the host could have set it.
    assert cookies.session_token(request(cookie="speechscan-session=t")) is None
    assert cookies.session_token(request("http", "localhost", cookie="speechscan-session=t")) == "t"


def test_a_dropped_session_is_the_one_that_was_given():
    given, dropped = Response(), Response()
    cookies.give_session(request(), given, "t")
    cookies.drop_session(request(), dropped)

    (name, _), (gone, _) = (set_cookie(one)[0].split("=") for one in (given, dropped))
    assert name == gone
    assert "max-age=0" in set_cookie(dropped)[1]
    assert "secure" in set_cookie(dropped)[1]  # or a browser would not let the prefix pass
