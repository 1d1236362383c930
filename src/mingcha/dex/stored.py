"""Reads of stored values under keys that speak of consent: by the platform's store, by common libraries, and by an app's wrappers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mingcha.dex.constants import UNKNOWN, Kind
from mingcha.dex.first_start import Flag, Gate
from mingcha.dex.nodes import KINDS
from mingcha.dex.object_keys import ObjectKeys

if TYPE_CHECKING:
    from mingcha.dex.arguments import Resolver
    from mingcha.dex.constants import Value
    from mingcha.dex.graph import Graph
    from mingcha.dex.program import Program

# Names that speak of consent; of keys also those that speak of a first run, when consent is asked for.
# A protocol is an agreement (协议) unless it is one of a network.
_NETWORK = "".join(rf"(?<!{name})(?<!{name}_)" for name in ("http", "https", "network", "transport", "ssl", "tls", "quic"))
_AGREEMENT = (
    rf"privacy|agree|consent|{_NETWORK}protocol|gdpr|eula|yinsi|xieyi|隐私|协议|同意"
    r"|policy_?(?:accept|confirm|read|show|ok)|(?:accept|confirm|read|show)_?(?:\w+_)?policy|terms_?(?:accept|of)"
)
FIELD = re.compile(_AGREEMENT, re.IGNORECASE)
KEY = re.compile(
    _AGREEMENT
    + r"|first_?(?:run|launch|open|start|install|in$|enter|time|use|boot|app)|(?:is|app)_?first|(?:run|launch|open|start)_?first",
    re.IGNORECASE,
)


class Reader(NamedTuple):
    """Where a reader takes the key and the default, and what it gives without one; None is null."""

    key: int
    default: int | None
    value: int | str | None


_VALUE, _TEXT = Reader(1, 2, 0), Reader(1, 2, None)
_SHARED = {"getBoolean": _VALUE, "getInt": _VALUE, "getLong": _VALUE, "getString": _TEXT, "contains": Reader(1, None, 0)}
_MMKV = {f"decode{kind}": _VALUE for kind in ("Bool", "Int", "Long")} | {"decodeString": _TEXT, "containsKey": Reader(1, None, 0)}
_READERS = {
    "Landroid/content/SharedPreferences;": _SHARED,
    "Lcom/tencent/mmkv/MMKV;": _SHARED | _MMKV,
    "Lcom/orhanobut/hawk/Hawk;": {"get": Reader(0, 1, None), "contains": Reader(0, None, 0)},
}
_DATA = "Landroidx/datastore/preferences/core/"
_KEY_MAKERS = [f"{kind}Key" for kind in ("boolean", "int", "long", "string")]
# What a wrapper of a reader may return: a number, one in a box, or a text.
BOXES = {"Ljava/lang/Boolean;": "booleanValue", "Ljava/lang/Integer;": "intValue", "Ljava/lang/Long;": "longValue"}
_RESULTS = frozenset({*"ZIJBS", *BOXES, "Ljava/lang/Object;", "Ljava/lang/String;"})
# Wrappers of wrappers that are looked through.
_LEVELS = 4


def method_refs(program: Program, owner: str, name: str) -> list[int]:
    """Return the references to methods of one name that name the class."""
    type_, string = program.find_type(owner), program.find_string(name)
    if type_ is None or string is None:
        return []
    return np.flatnonzero((program.method_class == type_) & (program.method_name == string)).tolist()


class StoredFlags:
    """Finds the reads of one program."""

    def __init__(self, graph: Graph, resolver: Resolver) -> None:
        self._graph = graph
        self._program = graph.program
        self._resolver = resolver
        self._objects = ObjectKeys(graph, resolver)

    def find(self) -> dict[int, Flag]:
        """Return what each call that reads a stored value under such a key gives at the first start, by call row."""
        program = self._program
        readers = {
            ref: reader for owner, names in _READERS.items() for name, reader in names.items() for ref in method_refs(program, owner, name)
        }
        flags: dict[int, Flag] = {}
        for _ in range(_LEVELS):
            wrappers: dict[int, Reader] = {}
            for row in program.calls_of(readers).tolist():
                reader = readers[int(program.call_callee[row])]
                given = self._parameter(row, reader.key)
                if given is not None and self._result_type(int(program.call_caller[row])) in _RESULTS:
                    wrappers |= self._wrapper(row, reader, given)
                    continue
                field = self._objects.field(row, reader.key)
                if field is not None:
                    flags |= self._by_objects(row, reader, field)
                    continue
                key = _speaking(self._resolver.argument(row, reader.key), every=given is not None)
                if key is not None:
                    value = self._default(row, reader)
                    flags[row] = Flag(0 if value is None else value, Gate(key, value))
            readers = wrappers
        return flags | self._data_store()

    def _data_store(self) -> dict[int, Flag]:
        """Return what each read of a data store gives whose key speaks of consent: nothing is in it at the first start."""
        keys = {ref: 0 for name in _KEY_MAKERS for ref in method_refs(self._program, f"{_DATA}PreferencesKeys;", name)}
        keys |= dict.fromkeys(method_refs(self._program, f"{_DATA}Preferences$Key;", "<init>"), 1)
        if not keys:
            return {}
        owners = (f"{_DATA}Preferences;", f"{_DATA}MutablePreferences;")
        refs = [ref for owner in owners for name in ("get", "contains") for ref in method_refs(self._program, owner, name)]
        found = {}
        for row in self._program.calls_of(refs).tolist():
            key = _speaking(self._objects.name(row, 1, keys), every=True)
            if key is not None:
                found[row] = Flag(0, Gate(key, None))
        return found

    def _by_objects(self, row: int, reader: Reader, field: int) -> dict[int, Flag]:
        """Return the flags that objects give which read under a key in a field of theirs, by the rows of the calls of them."""
        own = None if reader.default is None else self._objects.field(row, reader.default)
        found = {}
        for use in self._objects.uses(int(self._program.call_caller[row]), field, own):
            key = _speaking(use.key, every=True)
            if key is not None:
                value = self._default(row, reader) if own is None else _constant(use.default, reader.value)
                found[use.row] = Flag(0 if value is None else value, Gate(key, value))
        return found

    def _default(self, row: int, reader: Reader) -> int | str | None:
        given = UNKNOWN if reader.default is None else self._resolver.argument(row, reader.default)
        return _constant(given, reader.value)

    def _wrapper(self, row: int, reader: Reader, key: int) -> dict[int, Reader]:
        """Return the caller, which hands its parameter on as the key, as a reader of its own."""
        caller = int(self._program.call_caller[row])
        passed = None if reader.default is None else self._parameter(row, reader.default)
        value = reader.value if reader.default is None or passed is not None else self._default(row, reader)
        return dict.fromkeys(np.flatnonzero(self._graph.resolved == caller).tolist(), Reader(key, passed, value))

    def _parameter(self, row: int, place: int) -> int | None:
        """Return which of its own parameters a caller hands on at a place of a call."""
        nodes = self._resolver.registers.arguments(row)
        if nodes is None:
            self._resolver.argument(row, place)  # the caller is not analysed yet
            nodes = self._resolver.registers.arguments(row)
        if nodes is None or place >= len(nodes):
            return None
        kind, definition, index, _ = self._resolver.registers.nodes.get(nodes[place])
        own = int(self._program.method_def[int(self._program.call_caller[row])])
        return index if kind == KINDS["PARAMETER"] and definition == own else None

    def _result_type(self, method: int) -> str:
        program = self._program
        return program.type_name(int(program.proto_types[int(program.proto_offset[int(program.method_proto[method])])]))


def _constant(given: Value, otherwise: int | str | None) -> int | str | None:
    """Return the number or the text that a value is; what else is given when it is neither."""
    if given.kind is Kind.NUMBER:
        return given.number or 0
    return given.text if given.kind is Kind.TEXT and given.complete else otherwise


def _speaking(value: Value, *, every: bool) -> str | None:
    """Return the first of the keys that a value may be which speaks of consent; with `every` all of them must.

    A key may end in something unknown.
    """
    keys = [key for key in value.prefixes() if KEY.search(key)]
    return keys[0] if keys and (not every or len(keys) == len(value.alternatives())) else None
