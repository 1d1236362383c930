"""What the app says: texts of resources, layouts, assets and code that speak of consent, policies, accounts, renewal."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mingcha.dex.graph import among
from mingcha.facts.owner import APP
from mingcha.formats.apk import TABLE
from mingcha.formats.errors import EntryError
from mingcha.formats.texts import skip_uleb, texts_around, texts_of_file, texts_of_pool
from mingcha.formats.widgets import layout_files, widgets
from mingcha.formats.zip import MIB

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mingcha.catalogue import Catalogue
    from mingcha.dex.program import Program
    from mingcha.facts.factset import FactSet
    from mingcha.facts.when import Moments
    from mingcha.formats.apk import Apk

# Rows of one subject and source, and of widgets; more of them say nothing new.
_MOST, _MOST_WIDGETS = 40, 2_000
_ASSET = re.compile(r"(?:assets/|res/raw/).*\.(?:html?|txt|json|js|xml|md)", re.IGNORECASE)
# A file whose name says that it is the policy, whatever is in it.
_POLICY_FILE = re.compile(r"(?:assets|res/raw)/.*(?:privacy|yinsi|隐私)[^/]*", re.IGNORECASE)
_MOST_ASSET, _MOST_ASSETS = 2 * MIB, 16 * MIB
# Strings of a dex file that lie further apart than this are taken for two runs, so that the code between is not searched.
_GAP = 4096


class Vocabulary(NamedTuple):
    """The subjects in the order of the catalogue: id, words of which one must be there, words of which none may."""

    stems: tuple[str, ...]
    topics: tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]


@cache
def vocabulary(catalogue: Catalogue) -> Vocabulary:
    """Return the catalogue's wordings, compiled."""
    every = catalogue.wordings.values()
    return Vocabulary(
        tuple(dict.fromkeys(stem for each in every for stem in each.stems)),
        tuple((each.id, _any(each.words), _any(each.never) if each.never else None) for each in every),
    )


def topics_of(text: str, catalogue: Catalogue) -> list[str]:
    """Return the subjects that a text speaks of, in the order of the catalogue."""
    return [
        topic
        for topic, words, never in vocabulary(catalogue).topics
        if words.search(text) and not (never is not None and never.search(text))
    ]


def collect_file_wordings(facts: FactSet, apk: Apk, catalogue: Catalogue) -> None:
    """Add the wordings of resources, layouts and assets, and the widgets of layouts."""
    stems = vocabulary(catalogue).stems
    if apk.table is not None:
        _add(facts, "resources", ((text, TABLE, APP) for text in texts_of_pool(apk.table.pool, stems)), catalogue)
    in_layouts: dict[str, str] = {}
    left = _MOST_WIDGETS
    for path, content in layout_files(apk.archive):
        for text in _layout_texts(content, stems):
            in_layouts.setdefault(text, path)
        for widget in widgets(path, content, apk.table)[:left]:
            left -= 1
            facts.add("widget", **widget._asdict(), topics=topics_of(widget.text or "", catalogue))
    _add(facts, "layout", ((text, path, APP) for text, path in in_layouts.items()), catalogue)
    _add(facts, "asset", ((text, path, APP) for path, text in _asset_texts(apk, stems)), catalogue)


def collect_code_wordings(facts: FactSet, program: Program, moments: Moments, catalogue: Catalogue) -> None:
    """Add the wordings of constant strings that code uses; each is the owner's whose code uses it first."""
    texts = [text for run in _string_runs(program) for text in texts_around(run, vocabulary(catalogue).stems, skip_uleb)]
    spoken = {text for text in texts if topics_of(text, catalogue)}
    ids = {string: text for text in spoken if (string := program.find_string(text)) is not None}
    rows = np.flatnonzero(among(program.const_string, np.array(sorted(ids), np.uint32), len(program.string_offset)))
    users: dict[str, int] = {}
    for row in rows.tolist():
        users.setdefault(ids[int(program.const_string[row])], int(program.const_method[row]))
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


def _layout_texts(content: bytes, stems: Iterable[str]) -> Iterator[str]:
    """Yield the texts that a layout itself holds; its pool is in either encoding."""
    wide = content.decode("utf-16-le", "ignore") if any(stem.encode("utf-16-le") in content for stem in stems) else None
    raw = content if wide is None else wide.encode("utf-8", "ignore")
    for text in texts_of_file(raw, stems):
        yield "".join(letter for letter in text if letter.isprintable()).replace("\0", "")


def _asset_texts(apk: Apk, stems: Iterable[str]) -> Iterator[tuple[str, str]]:
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


def _string_runs(program: Program) -> Iterator[bytes]:
    """Yield the bytes of each run of strings that lie side by side, which are those of one dex file."""
    order = np.argsort(program.string_offset, kind="stable")
    starts = program.string_offset[order].astype(np.int64)
    ends = starts + program.string_size[order]
    breaks = np.flatnonzero(starts[1:] - ends[:-1] > _GAP) + 1
    for first, last in zip([0, *breaks.tolist()], [*breaks.tolist(), len(starts)], strict=True):
        if first < last:
            yield b"\0\0" + program.buffer.data[int(starts[first]) : int(ends[last - 1]) + 1].tobytes()
