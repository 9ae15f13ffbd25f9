"""URLs that callers name: a table of bad ones."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.webhooks.address import Reach
from api.webhooks.url import sane_url
from speechscan.errors import InvalidRequest

NAMED = Reach((ip_network("10.1.2.0/24"),))
BAD = [
    "",
    "clinic.example/hook",
    "//clinic.example/hook",
    "http://clinic.example/",
    "ftp://clinic.example/",
    "file:///etc/passwd",
    "gopher://clinic.example/",
    "javascript:alert(1)",
    "https://",
    "https:///path",
    "https://:443/",
    "https://user@clinic.example/",
    "https://user:word@clinic.example/",
    "https://clinic.example/#fragment",
    "https://clinic.example:0/",
    "https://clinic.example:22/",
    "https://clinic.example:25/",
    "https://clinic.example:99999/",
    "https://clinic.example:x/",
    "https://clinic .example/",
    "https://clinic%2eexample/",
    "https://clinic.example/\r\nX: y",
    "https://clinic.example/\t",
    "https://clinic.example/ä",
    "https://①②⑦.⓪.⓪.①/",
    "https://" + "a" * 254 + "/",
    "https://clinic.example/" + "a" * 2000,
    "https://127.0.0.1/",
    "https://169.254.169.254/latest/meta-data",
    "https://0177.0.0.1/",
    "https://10.1.2.3/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[fe80::1%25eth0]/",
    "https://[64:ff9b::7f00:1]/",
]


@pytest.mark.parametrize("url", BAD)
def test_bad_url_is_refused_and_not_repeated(url):
    with pytest.raises(InvalidRequest) as refused:
        sane_url(url, Reach())
    assert not url or url not in refused.value.detail


@pytest.mark.parametrize(
    ("url", "used"),
    [
        ("https://clinic.example/hook?token=a%20b", "https://clinic.example/hook?token=a%20b"),
        ("HTTPS://Clinic.Example:443", "https://clinic.example:443"),
        ("https://clinic.example:8443/", "https://clinic.example:8443/"),
        ("https://8.8.8.8/", "https://8.8.8.8/"),
    ],
)
def test_good_url(url, used):
    assert sane_url(url, Reach()).rstrip("/") == used.rstrip("/")


def test_named_networks_may_be_reached_in_clear():
    assert sane_url("http://10.1.2.3:8080/", NAMED) == "http://10.1.2.3:8080/"
    # A name is looked at when it is known where it leads.
    assert sane_url("http://intranet/", NAMED) == "http://intranet/"
    for url in ("http://10.1.3.3/", "http://8.8.8.8/", "https://10.1.3.3/"):
        with pytest.raises(InvalidRequest):
            sane_url(url, NAMED)


@given(st.text(max_size=80).map("https://".__add__))
def test_whatever_is_sent_is_taken_or_refused(url):
    try:
        used = sane_url(url, Reach())
    except InvalidRequest:
        return
    assert sane_url(used, Reach()) == used
