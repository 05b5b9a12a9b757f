"""No request to this machine or its network that no source names, and none that is too large."""

from __future__ import annotations

import gzip
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path

import pytest

from crawler.middlewares.guard import is_public
from loopback import Answer, Site, article, crawl, make_home, outcomes


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:4700::6810:84e5", True),
        ("127.0.0.1", False),
        ("10.0.0.8", False),
        ("172.16.5.4", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.8", False),
        ("2002:7f00:1::", False),
    ],
)
def test_is_public(address: str, public: bool) -> None:
    assert is_public(ip_address(address)) is public


def test_private_addresses_and_large_answers_are_refused_with_a_reason(tmp_path: Path) -> None:
    with Site() as site, Site(host="127.0.0.2") as inside:
        port = site.address.rpartition(":")[2]
        redirects = {
            "/2024/05/to-another-machine-inside": f"{inside.address}/2024/05/secret-story-of-the-day",
            "/2024/05/to-a-file-on-disk": "file:///etc/hostname",
            "/2024/05/round-and-round-it-goes": "/2024/05/round-and-round-it-goes",
        }
        site.pages = {path: Answer(status=302, headers={"Location": to}) for path, to in redirects.items()}
        site.pages["/2024/05/a-very-large-page"] = Answer("x" * 40_000)
        bomb = gzip.compress(b"<p>" + b"0" * 200_000)
        site.pages["/2024/05/a-gzip-bomb-page"] = Answer(bomb, headers={"Content-Encoding": "gzip"})
        site.pages["/2024/05/hangs-up-on-us"] = Answer(status=0)
        site.pages["/2024/05/good-story-number-one"] = article("Good at Roxham Road")
        inside.pages = {"/2024/05/secret-story-of-the-day": article("Secret at Roxham Road")}
        direct = f"{inside.address}/2024/05/secret-story-of-the-day"
        site.pages["/feed"] = site.feed(*site.pages, direct)
        by_name = replace(site.source("/by-name", kind="document"), id="by-name", options={"delay": 0})
        by_name = replace(by_name, url=f"http://localhost:{port}/by-name")
        by_number = replace(by_name, id="by-number", url=f"http://2130706433:{port}/by-number")
        named = replace(by_name, id="named", url=f"http://localhost:{port}/2024/05/good-story-number-one?named=1")
        named = replace(named, options={"delay": 0, "address": "127.0.0.1"})
        nowhere = replace(by_name, id="nowhere", url="http://nowhere.invalid/nowhere")
        refusing = replace(by_name, id="refusing", url="http://127.0.0.1:9/refusing", options={"address": "127.0.0.1"})
        home = make_home(tmp_path / "home", site.source(), by_name, by_number, named, nowhere, refusing)
        events = crawl(home, DOWNLOAD_MAXSIZE=20_000)
        found = outcomes(events)
        assert not inside.hits
        assert "/by-name" not in site.asked()
        assert "/by-number" not in site.asked()
        assert found["/2024/05/good-story-number-one"][0] in ("new", "unchanged")
        assert site.asked()["/2024/05/good-story-number-one?named=1"] == 1
        for path, words in {
            "/by-name": "localhost is at 127.0.0.1, which is not public",
            "/by-number": "2130706433 is at 127.0.0.1, which is not public",
            "/2024/05/secret-story-of-the-day": "127.0.0.2, which is not public",
            "/2024/05/to-another-machine-inside": "127.0.0.2, which is not public",
            "/2024/05/round-and-round-it-goes": "redirect",
            "/2024/05/a-very-large-page": "larger than",
            "/2024/05/a-gzip-bomb-page": "larger than",
        }.items():
            outcome, reason = found[path]
            assert outcome == "refused", path
            assert words in str(reason), path
        assert found["/2024/05/to-a-file-on-disk"] == ("failed", "HTTP 302")
        assert found["/2024/05/hangs-up-on-us"] == ("failed", "the connection broke off")
        assert found["/nowhere"] == ("failed", "the host's name leads nowhere")
        # Asked for its robots.txt first, which can't be had.
        assert found["/refusing"][0] == "refused"
