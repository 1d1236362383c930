from __future__ import annotations

import ipaddress
import socket

import pytest

from mingcha.fetch.guard import FetchError, Target, is_public, look_up, parse


@pytest.mark.parametrize("address", ["8.8.8.8", "114.114.114.114", "2400:3200::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"])
def test_public_addresses(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",  # noqa: S104 - an address that is asked for
            "224.0.0.1",
            "255.255.255.255",
        ),
        *("::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::1"),
    ],
)
def test_internal_addresses(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


def test_an_address_is_taken_apart() -> None:
    assert parse("https://example.cn/privacy?a=1#top") == Target(is_secure=True, host="example.cn", port=443, path="/privacy?a=1")
    assert parse("http://例子.中国:8080") == Target(is_secure=False, host="xn--fsqu00a.xn--fiqs8s", port=8080, path="/")


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://example.cn/a", "file:///etc/passwd", "javascript:alert(1)", "example.cn", "", "http://"),
        *("http://user:word@example.cn/", "http://user@example.cn/", "http://example.cn:22/", "http://example.cn:99999/", "http://[::1"),
    ],
)
def test_what_may_not_be_asked_for_is_refused(url: str) -> None:
    with pytest.raises(FetchError):
        parse(url)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]"])
def test_no_spelling_of_this_machine_is_connected_to(host: str) -> None:
    with pytest.raises(FetchError, match=r"internal network|not resolve"):
        look_up(parse(f"http://{host}/"))


def test_one_internal_address_among_several_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(*addresses: str) -> None:
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in addresses]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: found)

    answer("8.8.8.8", "1.1.1.1")
    assert look_up(parse("http://example.cn/")) == "1.1.1.1"
    answer("8.8.8.8", "10.0.0.1")
    with pytest.raises(FetchError, match="internal network"):
        look_up(parse("http://example.cn/"))
    answer()
    with pytest.raises(FetchError):
        look_up(parse("http://example.cn/"))
