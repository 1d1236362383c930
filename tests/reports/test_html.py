"""The HTML report: one safe file, both languages, bounded, honest about what it leaves out."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mingcha.model import PolicyView, Suppression, Text
from mingcha.reports import html, json

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue
    from mingcha.model import Report

VOID = {"meta", "input", "br"}


class Page(HTMLParser):
    """Collects tags, attributes, what is linked to, and the text inside each language's spans; checks the nesting."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.raw: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(text)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in {"script", "style"}:
            self.raw[self._open[-1]] = self.raw.get(self._open[-1], "") + data

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.attributes if key == name]


def plain(text: str) -> str:
    """Return the words of the page without its tags."""
    return re.sub(r"<[^>]*>", "", text)


@pytest.fixture(scope="module")
def pages(shop: Report, packed: Report, hostile: Report, huge: Report, catalogue: Catalogue) -> dict[str, str]:
    reports = {"shop": shop, "packed": packed, "hostile": hostile, "huge": huge}
    return {name: html.write(report, catalogue) for name, report in reports.items()}


@pytest.mark.parametrize("name", ["shop", "packed", "hostile", "huge"])
def test_one_file_without_network(name: str, pages: dict[str, str]) -> None:
    page = Page(pages[name])
    assert [link for link in page.values("src") + page.values("href") if not link.startswith("#")] == []
    assert not {"link", "iframe", "object", "embed", "img", "base", "form"} & set(page.tags)
    assert not re.search(r"url\(|@import|https?://", page.raw["style"] + page.raw["script"])
    assert len(pages[name].encode()) < html.MAX_BYTES


@pytest.mark.parametrize("name", ["shop", "hostile"])
def test_policy_allows_the_page_s_own_style_and_script_only(name: str, pages: dict[str, str]) -> None:
    page = Page(pages[name])
    policy = next(value for value in page.values("content") if value.startswith("default-src"))
    hashes = {tag: base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for tag, text in page.raw.items()}
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashes['style']}'; script-src 'sha256-{hashes['script']}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert [name for name, _ in page.attributes if name == "style" or name.startswith("on")] == []


def test_text_of_packages_makes_no_markup(pages: dict[str, str], evil: str) -> None:
    page = Page(pages["hostile"])
    assert (page.tags.count("script"), page.tags.count("style"), page.tags.count("title")) == (1, 1, 1)
    assert evil not in pages["hostile"]
    assert "&lt;/script&gt;&lt;/style&gt;&lt;img src=x onerror=alert(1)&gt;&#34;&#39;`{{7*7}}‹U+001B›]0;pwned‹U+0007›" in pages["hostile"]
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", pages["hostile"])


def test_links_lead_to_findings(pages: dict[str, str]) -> None:
    for text in pages.values():
        page = Page(text)
        assert {link.removeprefix("#") for link in page.values("href")} <= set(page.values("id"))
    assert set(Page(pages["shop"]).values("href")) == {f"#finding-{number}" for number in range(1, 9)} | {f"#mark-{n}" for n in (1, 2, 3)}


def test_all_clauses_of_both_notices_are_there(pages: dict[str, str], catalogue: Catalogue) -> None:
    titles = [clause.title for clause in catalogue.clauses.values() if clause.notice in ("MIIT-2020", "MIIT-2023")]
    assert len(titles) == 36
    for name in ("shop", "packed", "hostile"):
        words = plain(pages[name])
        assert [title for title in titles if title.zh not in words or title.en.replace("<", "&lt;").replace(">", "&gt;") not in words] == []


def test_both_languages_are_there_and_either_opens(shop: Report, catalogue: Catalogue, pages: dict[str, str]) -> None:
    english = html.write(shop, catalogue, lang="en")
    assert '<html lang="zh-CN">' in pages["shop"]
    assert '<html lang="en">' in english
    assert (" checked" in pages["shop"].split("<main>")[0], " checked" in english.split("<main>")[0]) == (False, True)
    for finding in shop.findings:
        assert f'<span lang="zh-CN" class="outside">{finding.sentence.zh}</span>' in pages["shop"]
        assert f'<span lang="en" class="outside">{finding.sentence.en.replace(chr(39), "&#39;")}</span>' in pages["shop"]
    assert pages["shop"].split("<main>")[1] == english.split("<main>")[1]


def test_lists_of_words_are_joined_as_each_language_does(pages: dict[str, str]) -> None:
    assert 'v1<span lang="zh-CN">、</span><span lang="en">, </span>v2' in pages["shop"]
    for page in pages.values():
        assert re.findall(r'<span lang="en"[^>]*>[^<一-龥]*、', page) == []


def test_every_language_span_has_its_other(pages: dict[str, str]) -> None:
    languages = Page(pages["shop"].split("<body>")[1].split("</body>")[0]).values("lang")
    assert languages[::2] == ["zh-CN"] * (len(languages) // 2)
    assert languages[1::2] == ["en"] * (len(languages) // 2)


def section(page: str) -> str:
    return page.rsplit("七、隐私政策对照", maxsplit=1)[-1].split("八、检测覆盖与局限", maxsplit=1)[0]


def test_policy_stands_beside_the_code(pages: dict[str, str]) -> None:
    rows = [
        re.sub(r"\s+", " ", plain(re.sub(r'<span lang="en".*?</span>', "", row))).strip() for row in section(pages["shop"]).split("<tr>")
    ]
    for expected in (
        "Android ID（SSAID）本应用●已声明 [1]11",
        "穿山甲/GroMore●已声明 [3]22",
        "个推消息推送◑仅见于其他主体 [1]1—",
        "软件安装列表 敏感本应用■声明不处理 [2]——",
    ):
        assert any(row.startswith(expected) for row in rows), expected
    assert 'class="denied">我们不会收集您的应用列表。</mark>' in pages["shop"]
    assert "自研统计" in section(pages["shop"])


def test_without_a_policy_nothing_is_compared(shop: Report, catalogue: Catalogue) -> None:
    words = section(html.write(replace(shop, policy=PolicyView()), catalogue))
    assert "未提供隐私政策，未作对照" in words
    assert "<table" not in words


def test_cover_names_what_was_tested_and_by_what(shop: Report, pages: dict[str, str]) -> None:
    cover = pages["shop"].split("</table>")[0]
    digest = hashlib.sha256(json.write(shop).encode()).hexdigest()
    for expected in (
        "每日优选",
        "com.example.meiri",
        "5.2.1",
        "CN=Meiri",
        shop.package.sha256,
        shop.tool.rules,
        shop.tool.catalogue,
        digest,
    ):
        assert expected in cover


def test_statement_of_honesty_is_there(pages: dict[str, str]) -> None:
    for text in pages.values():
        assert "C级、D级证据不得单独作为责令整改、通报、下架或者处罚的依据" in text
        assert "一律列为“疑似”" in text


def test_a_packed_app_is_never_said_to_be_clean(pages: dict[str, str]) -> None:
    assert "受保护的代码不可见" in pages["packed"]
    assert "受保护的代码不可见" not in pages["shop"]
    assert "违规1项、疑似2项、未检测23项、未发现0项、不适用10项" in pages["packed"]


def test_what_is_cut_is_counted(huge: Report, pages: dict[str, str]) -> None:
    shown = sum(f' id="finding-{number}"' in pages["huge"] for number in range(1, 9))
    caps = next(caps for caps in html.LEVELS if len(re.findall('<div class="item">', pages["huge"])) == caps.findings)
    assert shown >= 1
    assert f"另有 {len(huge.findings) - caps.findings} 项未列出" in pages["huge"]
    assert f"另有 {len(huge.limits) - caps.rows} 项未列出" in pages["huge"]
    assert f"另有 {len(huge.permissions) - caps.rows} 项未列出" in pages["huge"]
    assert f"列出 {caps.sites} 处，共 {len(huge.accesses)} 处" in pages["huge"]


@pytest.mark.parametrize("char", ['"', "\u202e", "\U000e0041", "危"])
def test_size_holds_for_the_worst_text(char: str, huge: Report, catalogue: Catalogue) -> None:
    words = Text(char * 240, "<" + char * 240)
    finding = huge.findings[0]
    evidence = tuple(replace(place, where=words.zh, quote=words.zh, path=(words.zh,) * 10) for place in finding.evidence[:3])
    bad = replace(finding, sentence=words, title=words, remedy=words, evidence=evidence, label=words.zh, rule=words.zh)
    report = replace(
        huge,
        findings=tuple(replace(bad, owner=f"{number}{words.zh}", id=str(number)) for number in range(60)),
        accesses=tuple(replace(huge.accesses[0], owner=f"{number}{words.zh}", api=words.zh, caller=words.zh) for number in range(60)),
        limits=(words,) * 60,
        sdks=tuple(replace(sdk, name=words, evidence=(words.zh,) * 5) for sdk in huge.sdks[:60]),
        components=tuple(replace(component, cls=words.zh, process=words.zh, exported=True) for component in huge.components[:60]),
    )
    assert len(html.write(report, catalogue).encode()) < html.MAX_BYTES


def luminance(colour: str) -> float:
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_at_least_aa_in_each_theme() -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1 for text."""
    css = Path(html.TEMPLATES, "report.css").read_text(encoding="utf-8")
    themes = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block)) for block in re.findall(r":root \{(.*?)\}", css, re.DOTALL)]
    assert len(themes) == 3
    verdicts = [verdict.value for verdict in html.SHAPES]
    for theme in themes:
        pairs = [(ink, back) for ink in ("ink", "faint", "link") for back in ("sheet", "band")]
        pairs += [(verdict, f"{verdict}-back") for verdict in verdicts]
        assert [pair for pair in pairs if contrast(theme[pair[0]], theme[pair[1]]) < 4.5] == []


def test_verdicts_are_told_by_word_and_shape(pages: dict[str, str]) -> None:
    assert len(set(html.SHAPES.values())) == len(html.SHAPES)
    assert '<span class="badge violated"><i aria-hidden="true">■</i><span lang="zh-CN" class="outside">违规</span>' in pages["shop"]


def test_decisions_about_findings_are_shown(shop: Report, catalogue: Catalogue) -> None:
    first = replace(shop.findings[0], suppression=Suppression("已评估<b>", "2027-01-01", active=True))
    page = html.write(replace(shop, findings=(first,)), catalogue)
    assert "已登记为不计入，有效期至2027-01-01：已评估&lt;b&gt;" in page
    assert "suppressed, until 2027-01-01: 已评估&lt;b&gt;" in page
