from __future__ import annotations

import pytest
from tests.formats.build import Part, build_table, build_zip

from mingcha.formats import urls
from mingcha.formats.anomalies import Anomalies
from mingcha.formats.apk import open_apk
from mingcha.formats.arsc import ResourceTable
from mingcha.formats.urls import Url, find_urls, find_urls_in_table, parse_url, urls_of


@pytest.mark.parametrize(
    ("text", "value", "host"),
    [
        ("https://api.example.cn/v1?a=b", "https://api.example.cn/v1?a=b", "api.example.cn"),
        ("HTTP://API.Example.CN:8080/V1", "http://api.example.cn:8080/V1", "api.example.cn"),
        ("http://user:pw@a.cn/x", "http://a.cn/x", "a.cn"),
        ("http://10.0.2.2/version.json", "http://10.0.2.2/version.json", "10.0.2.2"),
        ("https://a.cn.", "https://a.cn", "a.cn"),
        ("https://a.cn/x,", "https://a.cn/x", "a.cn"),
        ("https://xn--fiq228c.xn--fiqs8s/", "https://xn--fiq228c.xn--fiqs8s/", "xn--fiq228c.xn--fiqs8s"),
    ],
)
def test_urls_are_made_regular(text, value, host):
    assert parse_url(text, "w") == Url(value, value.split(":")[0], host, "w")


@pytest.mark.parametrize(
    "text",
    [
        "https://%s/x",
        "https://localhost/x",
        "http://schemas.android.com/apk/res/android",
        "https://",
        "http://a",
        "ftp://a.cn",
    ],
)
def test_what_is_no_address(text):
    assert parse_url(text, "w") is None


def test_urls_in_bytes():
    data = b'\0x="https://b.cn/1";http://a.cn\0https://b.cn/1\xffhttps://c.cnhttps://d.cn/?u=https://e.cn\0http://www.w3.org/1999'
    assert [url.value for url in find_urls(data, "w")] == [
        "http://a.cn",
        "https://b.cn/1",
        "https://c.cn",
        "https://d.cn/?u=https://e.cn",
    ]


@pytest.mark.parametrize("utf8", [True, False])
def test_urls_in_a_resource_table(utf8):
    table = ResourceTable(build_table(["https://a.cn/x", "中文https://b.cn", "https://c.cn/"], utf8=utf8))
    assert [url.value for url in find_urls_in_table(table)] == ["https://a.cn/x", "https://b.cn", "https://c.cn/"]


def test_urls_of_a_package():
    apk = open_apk(
        build_zip(
            Part("classes.dex", b"dex\n035\0https://in.dex.cn"),
            Part("assets/www/app.js", b"fetch('https://js.cn/a')"),
            Part("assets/picture.png", b"\x89PNG\r\n\x1a\nhttps://png.cn"),
            Part("lib/arm64-v8a/libx.so", b"\x7fELF\0https://so.cn\0", method=0),
            Part("assets/cid", b"\x7fELF\0https://elf.cn\0"),
            Part("assets/broken.json", b"x", raw=b"\xff\xff"),
        )
    )
    anomalies = Anomalies()
    assert [(url.host, url.where) for url in urls_of(apk, anomalies)] == [
        ("elf.cn", "assets/cid"),
        ("js.cn", "assets/www/app.js"),
        ("so.cn", "lib/arm64-v8a/libx.so"),
    ]
    assert anomalies.codes() == {"entry-damaged"}


def test_search_ends_when_too_much_looks_like_urls(monkeypatch):
    monkeypatch.setattr(urls, "_MOST_TRIES", 2)
    parts = [Part("assets/a.js", b"http://xyz http://uvw http://a.cn http://b.cn "), Part("assets/b.js", b"https://c.cn")]
    anomalies = Anomalies()
    apk = open_apk(build_zip(Part("classes.dex", b"dex"), *parts))
    assert [url.host for url in urls_of(apk, anomalies)] == ["a.cn"]
    assert [(code, where) for code, where, *_ in anomalies.listed()] == [("url-budget", "assets/b.js"), ("url-budget", "")]
