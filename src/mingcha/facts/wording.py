"""What the app says: texts of resources, layouts, assets and code that speak of consent, policies, accounts, renewal."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mingcha.facts.owner import APP
from mingcha.formats.apk import TABLE
from mingcha.formats.errors import EntryError
from mingcha.formats.search import Stems
from mingcha.formats.texts import holding, skip_nothing, texts_around, texts_of_file, texts_of_pool
from mingcha.formats.widgets import MARKS, layout_files, widgets
from mingcha.formats.zip import MIB

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mingcha.catalogue import Catalogue
    from mingcha.dex.program import Program
    from mingcha.facts.factset import FactSet
    from mingcha.facts.when import Moments
    from mingcha.formats.apk import Apk
    from mingcha.formats.arsc import ResourceTable

# Rows of one subject and source, and of widgets; more of them say nothing new.
_MOST, _MOST_WIDGETS = 40, 2_000
# Texts of layouts that are looked at.
_MOST_TEXTS = 10_000
_ASSET = re.compile(r"(?:assets/|res/raw/).*\.(?:html?|txt|json|js|xml|md)", re.IGNORECASE)
# A file whose name says that it is the policy, whatever is in it.
_POLICY_FILE = re.compile(r"(?:assets|res/raw)/.*(?:privacy|yinsi|隐私)[^/]*", re.IGNORECASE)
_MOST_ASSET, _MOST_ASSETS = 2 * MIB, 16 * MIB


class Topic(NamedTuple):
    """A subject: one of `stems` is in every text that speaks of it, `words` are found in it, `never` are not."""

    id: str
    stems: tuple[str, ...]
    words: re.Pattern[str]
    never: re.Pattern[str] | None


class Vocabulary(NamedTuple):
    """All stems in UTF-8, in UTF-16 and in either; and the subjects in the order of the catalogue."""

    stems: Stems
    wide: Stems
    either: Stems
    topics: tuple[Topic, ...]


@cache
def vocabulary(catalogue: Catalogue) -> Vocabulary:
    """Return the catalogue's wordings, compiled."""
    every = catalogue.wordings.values()
    words = dict.fromkeys(stem for each in every for stem in each.stems)
    narrow, wide = [word.encode() for word in words], [word.encode("utf-16-le") for word in words]
    return Vocabulary(
        Stems(narrow),
        Stems(wide),
        Stems(narrow + wide),
        tuple(Topic(each.id, each.stems, _any(each.words), _any(each.never) if each.never else None) for each in every),
    )


def topics_of(text: str, catalogue: Catalogue) -> list[str]:
    """Return the subjects that a text speaks of, in the order of the catalogue."""
    return [
        topic.id
        for topic in vocabulary(catalogue).topics
        if any(stem in text for stem in topic.stems)
        and topic.words.search(text)
        and not (topic.never is not None and topic.never.search(text))
    ]


def collect_file_wordings(facts: FactSet, apk: Apk, catalogue: Catalogue) -> None:
    """Add the wordings of resources, layouts and assets, and the widgets of layouts."""
    words = vocabulary(catalogue)
    if apk.table is not None:
        _add(facts, "resources", ((text, TABLE, APP) for text in texts_of_pool(apk.table.pool, words.stems)), catalogue)
    in_layouts: dict[str, str] = {}
    for batch in layout_files(apk.archive):
        contents = [content for _, content in batch]
        for at in holding(contents, words.either):
            for text in _layout_texts(contents[at], words):
                if len(in_layouts) < _MOST_TEXTS:
                    in_layouts.setdefault(text, batch[at][0])
        for at in holding(contents, MARKS):
            _add_widgets(facts, *batch[at], apk.table, catalogue)
    _add(facts, "layout", ((text, path, APP) for text, path in in_layouts.items()), catalogue)
    _add(facts, "asset", ((text, path, APP) for path, text in _asset_texts(apk, words.stems)), catalogue)


def collect_code_wordings(facts: FactSet, program: Program, moments: Moments, catalogue: Catalogue) -> None:
    """Add the wordings of constant strings that code uses; each is the owner's whose code uses it first."""
    strings, first = np.unique(program.const_string, return_index=True)
    raw, ends = program.joined(strings)
    stems = vocabulary(catalogue).stems
    speaking = stems.held(raw, ends.tolist())
    users: dict[str, int] = {}
    for text, user in zip(program.texts(strings[speaking]), program.const_method[first[speaking]].tolist(), strict=True):
        for piece in texts_around(text.encode("utf-8", "replace"), stems, skip_nothing):
            users.setdefault(piece, user)
    _add(facts, "code", ((text, moments.signature(user), moments.owner(user)) for text, user in users.items()), catalogue)


def _any(words: Iterable[str]) -> re.Pattern[str]:
    """Return one expression for several; a word that begins with (?i) minds no case."""
    return re.compile("|".join(f"(?i:{word[4:]})" if word.startswith("(?i)") else f"(?:{word})" for word in words))


def _add(facts: FactSet, source: str, texts: Iterable[tuple[str, str, str]], catalogue: Catalogue) -> None:
    counts: dict[str, int] = {}
    for text, place, owner in sorted(texts):
        for topic in topics_of(text, catalogue):
            counts[topic] = counts.get(topic, 0) + 1
            if counts[topic] <= _MOST:
                facts.add("wording", topic=topic, value=text, source=source, place=place, owner=owner)


def _add_widgets(facts: FactSet, path: str, content: bytes, table: ResourceTable | None, catalogue: Catalogue) -> None:
    left = _MOST_WIDGETS - len(facts.rows["widget"])
    for widget in widgets(path, content, table)[:left]:
        facts.add("widget", **widget._asdict(), topics=topics_of(widget.text or "", catalogue))


def _layout_texts(content: bytes, words: Vocabulary) -> Iterator[str]:
    """Yield the texts that a layout itself holds; its pool is in either encoding."""
    wide = words.wide.places(content, 1)
    raw = content.decode("utf-16-le", "ignore").encode("utf-8", "ignore") if wide else content
    for text in texts_of_file(raw, words.stems):
        yield "".join(letter for letter in text if letter.isprintable()).replace("\0", "")


def _asset_texts(apk: Apk, stems: Stems) -> Iterator[tuple[str, str]]:
    """Yield (path, text) of the text files among the assets; a policy is known by its file's name too."""
    left = _MOST_ASSETS
    for name in sorted(apk.archive.entries):
        if _POLICY_FILE.fullmatch(name):
            yield name, f"隐私政策 / privacy policy: {name}"
        size = apk.archive.entries[name].size
        if not _ASSET.fullmatch(name) or size > min(left, _MOST_ASSET):
            continue
        left -= size
        try:
            content = apk.archive.read(name, most=_MOST_ASSET)
        except EntryError:
            continue
        for text in texts_of_file(content, stems):
            yield name, text
