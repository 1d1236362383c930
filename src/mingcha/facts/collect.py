"""All facts of one package. Runs inside the sandbox child: bytes in, fact rows out; no file, no network, no clock."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from mingcha.catalogue import load
from mingcha.dex import callbacks, framework
from mingcha.dex.framework_fields import framework_constants
from mingcha.facts import address, code, manifest, native, sdk, signature
from mingcha.facts.app_type import collect_guess
from mingcha.facts.deciders import deciders
from mingcha.facts.factset import FactSet
from mingcha.facts.icon import collect_icon
from mingcha.facts.network_policy import collect_network_policy
from mingcha.facts.owner import owner_prefixes
from mingcha.facts.whose import Whose
from mingcha.facts.wording import collect_file_wordings, vocabulary
from mingcha.fingerprint.database import load_default
from mingcha.formats import packer
from mingcha.formats.apk import TABLE, open_apk
from mingcha.formats.layouts import Layouts
from mingcha.sandbox import preload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from mmap import mmap

    from mingcha.catalogue import Catalogue
    from mingcha.dex.layout import Buffer
    from mingcha.dex.program import Program
    from mingcha.formats.apk import Apk

# Imported late by the libraries that read packages.
_LATE = (
    "cryptography.hazmat.backends.openssl.backend",
    "cryptography.hazmat.primitives.asymmetric.padding",
    "deflate",
    "encodings.cp1252",
    "encodings.unicode_escape",
)
# Classes of the framework that nearly every app builds on.
_FRAMEWORK = (
    *(f"Landroid/app/{name};" for name in ("Activity", "Application", "Dialog", "Fragment", "Service")),
    *(f"Landroid/content/{name};" for name in ("BroadcastReceiver", "ContentProvider", "ContextWrapper")),
    *(f"Landroid/view/{name};" for name in ("View", "ViewGroup", "View$OnClickListener")),
    *(f"Landroid/widget/{name};" for name in ("FrameLayout", "ImageView", "LinearLayout", "RelativeLayout", "TextView")),
    *(f"Ljava/lang/{name};" for name in ("Enum", "Exception", "Runnable", "Thread")),
)
# Families of facts that no kind of evidence stands for.
_UNCOVERED = ("address", "icon", "network-policy", "sdk", "wording")
_REASONS = 3
# Kinds of assets (formats.sniff) that hold an app's own logic outside dex files.
_OTHER_CODE = frozenset(
    {"odex", "compact-dex", "vdex", "hermes", "abc", "wasm", "lua-bytecode", "wxapkg", "wxapkg-encrypted"}
    | {"uni-app", "flutter", "cordova", "capacitor", "react-native", "unity", "unity-metadata", "cocos", "apicloud"}
)

# Anomalies (mingcha.formats) that say that part of a kind of evidence was not read.
_UNREAD = {
    "manifest": frozenset({"axml-chunk", "axml-end", "axml-limit", "axml-attributes"}),
    "resources": frozenset({"arsc-empty", "arsc-type", "arsc-chunk", "arsc-package"}),
    "code": frozenset({"payload-budget", "payload-count", "payload-depth", "payload-unreadable"}),
}

# What a package alone never has.
_NOT_GIVEN = ("policy", "links", "listing", "runtime", "screen")


def prepare() -> None:
    """Load what every child needs, so that each forked one finds it warm and has nothing left to import."""
    preload(*_LATE)
    catalogue = load()
    deciders(catalogue)
    vocabulary(catalogue)
    callbacks.load()
    framework_constants()
    for each in _FRAMEWORK:
        framework.load().callable_names(each)
    owner_prefixes(catalogue)
    packer.known_packers(catalogue)
    sdk.tables(catalogue)
    load_default()
    _ = catalogue.permissions, catalogue.data_types, catalogue.behaviours


def collect(data: bytes | memoryview | mmap, file_name: str, *, app_type: str | None = None) -> FactSet:
    """Return the facts of one package; UnreadablePackageError when the file is none.

    A family of facts that fails leaves a limit and a coverage row that say so; the others stand.
    """
    facts = FactSet(hashlib.sha256(data).hexdigest())
    reader = _Reader(facts, open_apk(data), load())
    families: tuple[tuple[str, Callable[[], None]], ...] = (
        ("code", reader.read_code),
        ("manifest", reader.read_manifest),
        ("signature", lambda: signature.collect_signers(facts, data, reader.apk)),
        ("address", lambda: address.collect_file_addresses(facts, reader.apk)),
        ("wording", lambda: collect_file_wordings(facts, reader.apk, reader.catalogue)),
        ("icon", lambda: collect_icon(facts, reader.apk)),
        ("network-policy", lambda: collect_network_policy(facts, reader.apk)),
        ("native", lambda: native.collect_native(facts, reader.apk, reader.whose)),
        ("sdk", reader.read_sdks),
    )
    for kind, read in families:
        covered = len(facts.rows["coverage"])
        try:
            read()
        except Exception as wrong:  # noqa: BLE001 - the border between families: the loss of one is recorded
            del facts.rows["coverage"][covered:]
            _lose(facts, kind, wrong)
    facts.add(
        "package",
        kind="apk",
        file_name=file_name,
        size=len(data),
        packer=reader.packer.id if reader.packer else None,
        app_type=app_type,
        **(manifest.package_columns(reader.apk.manifest) if reader.apk.manifest else {}),
    )
    for kind in _NOT_GIVEN:
        facts.cover(kind, "absent", "未提供", "not given")
    for anomaly in reader.apk.limits:
        facts.limit(*anomaly)
    return facts


def _lose(facts: FactSet, kind: str, wrong: Exception) -> None:
    """Record that a family of facts failed; the rows it found stand."""
    if isinstance(wrong, MemoryError):
        code, zh, en = f"{kind}-over-memory", f"读取{kind}时超出内存上限", f"reading {kind} went over the memory limit"
    else:
        what = f"{type(wrong).__name__}: {wrong}"
        code, zh, en = f"{kind}-failed", f"读取{kind}时出错（{what}）", f"reading {kind} failed ({what})"
    facts.limit(code, "", zh, en)
    if kind not in _UNCOVERED:
        facts.cover(kind, "partial", "读取时出错，见限制说明", "reading failed, see the limits")


class _Reader:
    """What the families of facts share: the opened package and whose code is whose."""

    def __init__(self, facts: FactSet, apk: Apk, catalogue: Catalogue) -> None:
        self.facts = facts
        self.apk = apk
        self.catalogue = catalogue
        self.classes: set[str] | None = None
        self.packer: packer.Packer | None = None
        self.whose = Whose(apk, catalogue)

    def read_code(self) -> None:
        """Read declared dex files, then those hidden beside them; say what of the code was not seen."""
        found, table = self.apk.manifest, self.apk.table
        program, losses = code.load_program(self.facts, self._each_dex(), self.apk.dex_bytes)
        if not program.contents:
            if found is not None and not found.has_code and not self.apk.dex_entries:
                self.facts.cover("code", "complete")
            else:
                self.facts.cover("code", "absent", "没有可读取的 dex", "there is no dex that can be read")
            return
        for name in self.apk.dex_entries:
            if name in program.contents:
                self.apk.archive.keep(name, program.contents[name])
        self.classes = set(program.class_names)
        self.packer = packer.detect(self.apk.archive.entries, found, self.classes, packer.known_packers(self.catalogue))
        self.whose.read(program)
        setting = code.Setting(
            app_id=found.package if found else "",
            components=manifest.component_kinds(found) if found else {},
            entries=manifest.entry_points(found) if found else manifest.NO_ENTRIES,
            owners=self.whose.owners,
            catalogue=self.catalogue,
            texts=table.text if table else _no_text,
            names=table.entry_name if table else _no_text,
            inflate=Layouts(self.apk.archive, table, found.package if found else "").named,
        )
        unread, self.whose.states = code.collect_code(self.facts, program, setting)
        _cover(self.facts, "code", losses + unread + self._unseen_code(program))

    def _each_dex(self) -> Iterator[tuple[str, Buffer]]:
        yield from self.apk.each_dex()
        yield from self.apk.hidden_dexes

    def _unseen_code(self, program: Program) -> list[tuple[str, str]]:
        """Return what is known to be code but was not read, as (zh, en)."""
        losses = []
        if self.apk.manifest is None:
            losses.append(("无清单，未判断代码何时运行", "no manifest: when code runs was not judged"))
        if self.packer is not None:
            names = self.packer.name
            losses.append((f"应用已加固（{names.zh}），代码被隐藏", f"the app is packed ({names.en}): its code is hidden"))
        unread = [name for name in self.apk.dex_entries if name not in program.contents]
        losses += [(f"{name} 无法读取", f"{name} cannot be read") for name in unread]
        kinds = sorted({asset.kind for asset in self.apk.assets if asset.kind in _OTHER_CODE})
        if kinds:
            names_zh = "、".join(kinds)
            losses.append((f"含有非 dex 代码（{names_zh}），未分析", f"there is code other than dex ({', '.join(kinds)}): not analysed"))
        return losses + self._unread("code")

    def _unread(self, kind: str) -> list[tuple[str, str]]:
        """Return what the readers of formats say they left out of a kind of evidence, as (zh, en)."""
        found = [anomaly for anomaly in self.apk.limits if anomaly[0] in _UNREAD[kind]]
        return [(f"{where}：{zh}", f"{where}: {en}") for _, where, zh, en in found]

    def read_manifest(self) -> None:
        """Add the manifest's rows; without a manifest its evidence is absent."""
        found = self.apk.manifest
        if self.apk.table is None and TABLE in self.apk.archive.entries:
            self.facts.cover("resources", "absent", "资源表无法读取", "the resource table cannot be read")
        else:
            _cover(self.facts, "resources", self._unread("resources"))
        if found is None:
            self.facts.cover("manifest", "absent", "清单缺失或无法读取", "the manifest is missing or cannot be read")
            return
        manifest.collect_permissions(self.facts, found, self.catalogue)
        manifest.collect_components(self.facts, found, self.whose.owners, self.classes)
        collect_guess(self.facts, found, self.whose.owners, self.catalogue)
        _cover(self.facts, "manifest", self._unread("manifest"))

    def read_sdks(self) -> None:
        """Add the rows of SDKs and libraries."""
        self.whose.collect(self.facts, is_packed=self.packer is not None)


def _cover(facts: FactSet, kind: str, losses: list[tuple[str, str]]) -> None:
    """Cover a kind completely, or partly with at most three reasons."""
    if not losses:
        facts.cover(kind, "complete")
        return
    more = len(losses) - _REASONS
    zh = "；".join(zh for zh, _ in losses[:_REASONS]) + (f"；另有{more}项" if more > 0 else "")
    en = "; ".join(en for _, en in losses[:_REASONS]) + (f"; {more} more" if more > 0 else "")
    facts.cover(kind, "partial", zh, en)


def _no_text(_resource: int) -> None:
    return None
