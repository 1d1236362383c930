"""One package, from a file to its report, as `mingcha scan` makes it; for handlers, without any table.

The package and its documents are read in confined children. What happens to them is part of the report: whatever a file does,
there is one.
"""

from __future__ import annotations

import functools
import gc
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mingcha import __version__
from mingcha.catalogue import load
from mingcha.census.batch import Reading, read_packages
from mingcha.census.documents import AUTO, open_documents
from mingcha.facts.collect import prepare as prepare_facts
from mingcha.model import MingchaError, Text, Tool
from mingcha.platform.work.handler import TryAgainError
from mingcha.reports.assemble import assemble
from mingcha.reports.json import write
from mingcha.rules import Pack, judge, load_pack
from mingcha.sandbox import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# Seconds for the package; a document has its own bound.
SECONDS = 120.0
_READING = Text("读取安装包", "reading the package")
_DOCUMENTS = Text("读取隐私政策与页面信息", "reading the policy and the store's page")
_JUDGING = Text("按规则检测", "applying the rules")
_REPORTING = Text("生成报告", "making the report")


@dataclass(frozen=True, slots=True)
class Documents:
    """What comes beside a package: a policy (a file, a folder, or None for what lies inside it), SDK lists, a store's page."""

    policy: Path | None = None
    lists: tuple[Path, ...] = ()
    listing: Path | None = None


@dataclass(frozen=True, slots=True)
class Scanned:
    """A report as the JSON document of docs/report.schema.json and as its bytes, which are the same for the same input.

    `failure` says why nothing was read of the package, `is_package` whether it is one at all; `unread` what of the documents
    could not be read, which the report's limits tell as well.
    """

    text: str
    failure: Text | None
    is_package: bool
    unread: tuple[Text, ...]

    @property
    def report(self) -> dict[str, Any]:
        """The report as values."""
        values: dict[str, Any] = json.loads(self.text)
        return values


def prepare() -> None:
    """Load what every scan needs, so that processes forked from this one find it there."""
    prepare_facts()
    _pack()
    gc.freeze()


def scan(
    path: Path,
    name: str,
    *,
    documents: Documents | None = None,
    app_type: str | None = None,
    seconds: float = SECONDS,
    unsafe: bool = False,
    progress: Callable[[int, Text], None] = lambda _percent, _text: None,
) -> Scanned:
    """Return the report of a package file that was handed in as `name`; `progress` is told per cent and what is done.

    `documents` None leaves policy and page untested. TryAgainError where this machine cannot isolate the reader at the moment,
    unless `unsafe`; nothing else is raised.
    """
    progress(5, _READING)
    limits = Limits(wall=seconds, cpu=seconds)
    (reading,) = read_packages([path], jobs=1, limits=limits, unsafe=unsafe, app_type=app_type, names={path: name})
    if reading.failure is not None and reading.is_refused:
        raise TryAgainError(reading.failure)
    unread: tuple[Text, ...] = ()
    if documents is not None and reading.failure is None:
        progress(70, _DOCUMENTS)
        unread = tuple(_attach(reading, documents, unsafe=unsafe))
    progress(80, _JUDGING)
    catalogue, pack = load(), _pack()
    judgement = judge([reading.facts], pack, catalogue)[reading.facts.package]
    progress(95, _REPORTING)
    tool = Tool(version=__version__, rules=pack.digest, catalogue=catalogue.digest)
    text = write(assemble(reading.facts, judgement, catalogue, tool))
    return Scanned(text, reading.failure, reading.readable, unread)


@functools.cache
def _pack() -> Pack:
    return load_pack(load())


def _attach(reading: Reading, documents: Documents, *, unsafe: bool) -> Iterator[Text]:
    """Add the facts of the documents; what of them cannot be read becomes a limit and is yielded."""
    policy = str(documents.policy) if documents.policy else AUTO
    listing = str(documents.listing) if documents.listing else None
    for given in ((policy, tuple(map(str, documents.lists)), None), (None, (), listing)):
        try:
            list(open_documents(*given, unsafe=unsafe).attach([reading]))
        except MingchaError as wrong:
            chinese, _, english = str(wrong).partition(" / ")
            said = Text(f"文档未读取：{chinese}", f"a document was not read: {english or chinese}")
            reading.facts.limit("documents", "", said.zh, said.en)
            yield said
