"""Reads a document into disclosures, denials, third parties: the whole of the policy reader but its checks."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingcha.model import Disclosure, PolicySdk, Text
from mingcha.policy import thirdparties
from mingcha.policy.clauses import Frame, Words, frame, hedge_of, practice_of, silent_from
from mingcha.policy.lexicon import Hit, lexicon
from mingcha.policy.mentions import find_mentions, speaking_hits
from mingcha.policy.names import Name, find_names
from mingcha.policy.ownname import own_names
from mingcha.policy.plain import read_plain
from mingcha.policy.polarity import Denial, find_denials
from mingcha.policy.records import read_records
from mingcha.policy.sentences import Reading, Sentence, cut
from mingcha.policy.tables import Record, read_table
from mingcha.policy.thirdparties import MAX_PARTIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingcha.policy.document import Document

MAX_DISCLOSURES = 5000
MAX_RECORDS = 5000
_MENTION = 120
_QUOTE = 400
_INHERITS = re.compile(
    r"权限|收集|获取|包括|以下|如下|信息[:]|字段"
    r"|\b(?:collect|gather|receive|obtain|record|request|follow|includ|permission|share|such as|(?:information|data|details)\b[^a-z])"
)
_ADDRESS = re.compile(r"https?://[!-~]+|(?<![a-z0-9._+-])[a-z0-9._+-]{1,64}@[a-z0-9-]{1,64}\.[a-z.]{2,40}")
YES, CONDITIONAL = "yes", "conditional"


@dataclass(frozen=True, slots=True)
class Word:
    """The first place where words of a type stand of which nothing is said; offsets are the document's."""

    data_type: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Policy:
    """What was read of one document.

    Offsets of `mentions`, `denials` and `names` are those of the normalised text; those of `disclosures` and `words` are the document's.
    """

    reading: Reading
    mentions: tuple[Hit, ...]
    denials: tuple[Denial, ...]
    names: tuple[Name, ...]
    records: tuple[Record, ...]
    disclosures: tuple[Disclosure, ...]
    sdks: tuple[PolicySdk, ...]
    words: tuple[Word, ...]
    limits: tuple[Text, ...]

    @property
    def document(self) -> Document:
        """The document that was read."""
        return self.reading.document


def read_text(text: str) -> Policy:
    """Read a text as if it were a file of its own."""
    return read(read_plain(text, "", hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()))


def read(document: Document) -> Policy:
    """Read a document; UnreadablePolicyError only when the policy extra is not installed."""
    return _Reader(document).read()


class _Hits:
    """Hits of one kind in order, by sentence."""

    def __init__(self, hits: list[Hit]) -> None:
        self._hits = hits
        self._starts = [hit.start for hit in hits]

    def within(self, start: int, end: int) -> list[Hit]:
        return self._hits[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def _outside(hits: list[Hit], spans: list[tuple[int, int]]) -> list[Hit]:
    """Return the hits that stand in none of the spans, which are in order."""
    starts = [start for start, _ in spans]
    places = ((hit, bisect_right(starts, hit.start) - 1) for hit in hits)
    return [hit for hit, at in places if at < 0 or hit.start >= spans[at][1]]


class _Reader:
    """One pass over a document's sentences."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.reading = cut(document)
        self.text = self.reading.normal.text
        words = lexicon()
        found = (words.practices, words.purposes, words.third_parties, words.sdks)
        self.verbs, self.purposes, self.others, self.aliases = (_Hits(terms.find(self.text)) for terms in found)
        # An address holds words too.
        addresses = [found.span() for found in _ADDRESS.finditer(self.text)]
        self.data = _Hits(_outside(words.data.find(self.text), addresses))
        self.generic = words.generic
        self.own = self._own_spans()
        tables = [record for table in document.tables for record in read_table(document, table)]
        self.records = tables + read_records(document)
        spans = sorted((field.start, field.end) for record in self.records for field in record.told)
        self._told = [start for start, _ in spans], [end for _, end in spans]
        self.frames: dict[int, Frame] = {}
        self.definition: Frame | None = None
        self.mentions: list[Hit] = []
        self.denials: list[Denial] = []
        self.names: list[Name] = []
        self.disclosures: list[Disclosure] = []
        self.sightings: list[thirdparties.Sighting] = []
        self.spoken_of: dict[str, Hit] = {}

    def read(self) -> Policy:
        goes_on, block = False, -1
        for index, sentence in enumerate(self.reading.sentences):
            # A definition goes on behind a semicolon.
            if sentence.block != block or self.text[self.reading.sentences[index - 1].end - 1] != ";":
                self.definition = None
            goes_on = self._read_sentence(index, sentence, goes_on=goes_on and sentence.block == block)
            block = sentence.block
        limits = [*self.document.limits, *self.reading.limits]
        if len(self.records) > MAX_RECORDS:
            limits.append(Text(f"只保留前 {MAX_RECORDS} 行记录", f"only the first {MAX_RECORDS} rows of tables and lists were kept"))
        told, sdks = thirdparties.tell(self.records[:MAX_RECORDS], self.sightings)
        if len(sdks) > MAX_PARTIES:
            limits.append(thirdparties.first_parties())
        disclosures = [*self.disclosures, *told]
        if len(disclosures) > MAX_DISCLOSURES:
            limits.append(Text(f"只保留前 {MAX_DISCLOSURES} 条陈述", f"only the first {MAX_DISCLOSURES} statements were kept"))
        disclosures = sorted(disclosures[:MAX_DISCLOSURES], key=lambda item: (item.start, item.data_type, item.practice))
        return Policy(
            self.reading,
            tuple(self.mentions),
            tuple(self.denials),
            tuple(self.names),
            tuple(self.records[:MAX_RECORDS]),
            tuple(disclosures),
            sdks[:MAX_PARTIES],
            self._unsaid({item.data_type for item in disclosures}),
            tuple(limits),
        )

    def _read_sentence(self, index: int, sentence: Sentence, *, goes_on: bool) -> bool:
        """Read one sentence; say whether what follows a semicolon goes on with it."""
        start, end = sentence.start, sentence.end
        names = find_names(self.text, start, end, self.aliases.within(start, end))
        self.names += names
        data, verbs = self.data.within(start, end), self.verbs.within(start, end)
        clear = speaking_hits(self.text, start, end, data)
        for hit in clear:
            self.spoken_of.setdefault(hit.label, hit)
        denials = find_denials(self.text, start, end, data)
        self.denials += denials
        if not (data or names or verbs):
            return False
        words = Words(self.text, start, end, verbs, self.purposes.within(start, end), self.others.within(start, end), names)
        opens = self.text[end - 1] in ":;"
        if not (data or names or opens):
            return False
        head = self.frames.get(sentence.head)
        here = frame(words, sentence.heading, self.definition or head)
        if here.is_definition:
            self.definition = here
        if opens:
            self.frames[index] = here
        inherits = goes_on or self._inherits(sentence)
        mentions = find_mentions(self.text, start, end, clear, verbs, inherits=inherits) if clear else []
        if self.own and mentions:
            mentions = [mention for mention in mentions if not self._is_own(mention)]
        self.mentions += mentions
        silent = silent_from(words, here, in_list=head is not None)
        self._disclose(words, [mention for mention in mentions if mention.start < silent], here, denials)
        for name in names:
            self.sightings.append(self._sighting(name, sentence, mentions, here))
        return self.text[end - 1] == ";" and (inherits or bool(verbs))

    def _unsaid(self, said: set[str]) -> tuple[Word, ...]:
        """Return the types that are spoken of without a statement, in the order of the text."""
        found = []
        for label, hit in self.spoken_of.items():
            if label not in said and label not in self.generic:
                left = max(self.text.rfind(mark, max(0, hit.start - _MENTION), hit.start) for mark in "。;\n") + 1
                quote, start, end = self.reading.quote(max(left, hit.start - _MENTION), min(hit.end + _MENTION // 4, len(self.text)))
                found.append(Word(label, quote.strip("\n"), start, end))
        return tuple(found)

    def _own_spans(self) -> tuple[list[int], list[int]] | None:
        """Return starts and ends of the app's own names where they hold words of data."""
        names = [name for name in own_names(self.text) if lexicon().data.find(name)]
        if not names:
            return None
        spans = [found.span() for found in re.finditer("|".join(map(re.escape, names)), self.text)]
        return [start for start, _ in spans], [end for _, end in spans]

    def _is_own(self, mention: Hit) -> bool:
        starts, ends = self.own or ([], [])
        position = bisect_right(starts, mention.start) - 1
        return position >= 0 and mention.end <= ends[position]

    def _inherits(self, sentence: Sentence) -> bool:
        if self.document.blocks[sentence.block].kind == "cell":
            return True
        if sentence.head < 0:
            return False
        head = self.reading.sentences[sentence.head]
        return _INHERITS.search(self.text, head.start, head.end) is not None

    def _disclose(self, words: Words, mentions: Sequence[Hit], here: Frame, denials: Sequence[Denial]) -> None:
        if not mentions or len(self.disclosures) > MAX_DISCLOSURES:
            return
        quote, start, end = self.reading.quote(words.start, words.end)
        seen = set()
        for mention in mentions:
            if mention.label in self.generic or self._is_told(mention):
                continue
            practice = practice_of(words, mention, here)
            key = (mention.label, practice)
            if key in seen:
                continue
            seen.add(key)
            denial = next((each for each in denials if each.start <= mention.start < each.end), None)
            given = practice in ("share", "entrust", "transfer", "disclose")
            self.disclosures.append(
                Disclosure(
                    data_type=mention.label,
                    practice=practice,
                    handler=here.handler,
                    recipient=here.recipient if given else None,
                    purpose=here.purpose,
                    scope=here.scope,
                    polarity=denial.polarity if denial else CONDITIONAL if here.is_conditional else YES,
                    hedge=hedge_of(words, mention),
                    quote=quote[:_QUOTE],
                    start=start,
                    end=min(end, start + _QUOTE),
                )
            )

    def _is_told(self, mention: Hit) -> bool:
        """Say whether a record tells of it already."""
        starts, ends = self._told
        if not starts:
            return False
        at = self.reading.normal.source(mention.start)
        position = bisect_right(starts, at) - 1
        return position >= 0 and at < ends[position]

    def _sighting(self, name: Name, sentence: Sentence, mentions: Sequence[Hit], here: Frame) -> thirdparties.Sighting:
        start, end = self.reading.normal.span(name.start, name.end)
        printed = self.document.text[start:end]
        types = tuple(sorted({hit.label for hit in mentions} - self.generic))
        stop = self.reading.normal.span(sentence.start, sentence.end)[1]
        links = self.document.links
        at = bisect_left(links, start, key=lambda link: link.start)
        link = links[at].url if at < len(links) and links[at].start < stop else None
        return thirdparties.Sighting(printed, start, types, here.purpose, link)
