"""What a call or field of the framework means: the catalogue's signatures, looked up in one program."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mingcha.dex.columns import among
from mingcha.dex.program import NONE

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from mingcha.catalogue import Catalogue, Means
    from mingcha.dex.graph import Graph
    from mingcha.dex.program import Ids, Program

# Confidence of an access that the signature alone proves, and of one that is only a hint (`weak` in the catalogue).
SURE, HINT = 1.0, 0.3


class Subject(NamedTuple):
    """A data type or a behaviour of the catalogue; exactly one of the two is set."""

    data_type: str | None
    behaviour: str | None


class Meaning(NamedTuple):
    """One catalogue entry of a signature; `reader` names the general reader whose argument decides, if any."""

    signature: str
    subject: Subject | None
    confidence: float
    reader: str | None


class Vocabulary(NamedTuple):
    """The catalogue by what it is looked up with: member name, then (class, rest of the signature)."""

    methods: dict[str, dict[tuple[str, str], tuple[Meaning, ...]]]
    fields: dict[str, dict[tuple[str, str], tuple[Meaning, ...]]]
    subjects: dict[Subject, Means]


@cache
def vocabulary(catalogue: Catalogue) -> Vocabulary:
    """Return the catalogue's signatures by name; a reader's signature carries no subject of its own."""
    subjects: dict[Subject, Means] = {Subject(each.id, None): each for each in catalogue.data_types.values()}
    subjects |= {Subject(None, each.id): each for each in catalogue.behaviours.values()}
    reader_of = {api.sig: reader.id for reader in catalogue.readers.values() for api in reader.apis}
    collected: dict[str, list[Meaning]] = {}
    for signature, reader in reader_of.items():
        collected.setdefault(signature, []).append(Meaning(signature, None, HINT, reader))
    for subject, means in subjects.items():
        for api in means.apis:
            if api.sig not in reader_of:
                confidence = HINT if api.weak else SURE
                collected.setdefault(api.sig, []).append(Meaning(api.sig, subject, confidence, None))
    methods: dict[str, dict[tuple[str, str], tuple[Meaning, ...]]] = {}
    fields: dict[str, dict[tuple[str, str], tuple[Meaning, ...]]] = {}
    for signature, meanings in collected.items():
        owner, _, member = signature.partition("->")
        if "(" in member:
            name, _, rest = member.partition("(")
            methods.setdefault(name, {})[owner, f"({rest}"] = tuple(meanings)
        else:
            name, _, type_ = member.partition(":")
            fields.setdefault(name, {})[owner, type_] = tuple(meanings)
    return Vocabulary(methods, fields, subjects)


def _named(program: Program, column: Ids, names: Iterable[str]) -> tuple[npt.NDArray[np.int64], dict[int, str]]:
    """Return the rows of a column of string ids that hold one of some names, and the names found by string id."""
    ids = {string: name for name, string in program.find_strings(sorted(names)).items()}
    return np.flatnonzero(among(column, np.array(sorted(ids), np.uint32), len(program.string_offset))), ids


def method_meanings(graph: Graph, words: Vocabulary) -> dict[int, tuple[Meaning, ...]]:
    """Return the meanings of each method reference, looked up through its class's supers and interfaces.

    A reference that the package itself defines is no call of the framework and has none.
    """
    program = graph.program
    rows, names = _named(program, program.method_name, words.methods)
    rows = rows[program.method_def[graph.resolved[rows]] == NONE]
    found = {}
    for ref in rows[_is_spoken_of(program, rows, names, words)].tolist():
        name, type_ = names[int(program.method_name[ref])], int(program.method_class[ref])
        descriptor = program.proto_name(int(program.method_proto[ref]))
        owners = graph.ancestors(type_)
        if name == "<init>":
            owners = owners[:1]
        entries = words.methods[name]
        meanings = next((entries[owner, descriptor] for owner in owners if (owner, descriptor) in entries), None)
        if meanings:
            found[ref] = meanings
    return found


def _is_spoken_of(program: Program, rows: npt.NDArray[np.int64], names: dict[int, str], words: Vocabulary) -> npt.NDArray[np.bool_]:
    """Return for each row whether its name and descriptor are those of some entry; each such pair is looked at once."""
    pairs = program.method_name[rows].astype(np.uint64) << np.uint64(32) | program.method_proto[rows]
    distinct, place = np.unique(pairs, return_inverse=True)
    known = [
        any(rest == descriptor for _, rest in words.methods[names[pair >> 32]])
        for pair in distinct.tolist()
        for descriptor in (program.proto_name(pair & 0xFFFFFFFF),)
    ]
    return np.array(known, np.bool_)[place]


def field_meanings(program: Program, words: Vocabulary) -> dict[int, tuple[Meaning, ...]]:
    """Return the meanings of each field reference; fields are looked up by the class as written."""
    found = {}
    rows, names = _named(program, program.field_name, words.fields)
    for row in rows.tolist():
        key = (program.type_name(int(program.field_class[row])), program.type_name(int(program.field_type[row])))
        meanings = words.fields[names[int(program.field_name[row])]].get(key)
        if meanings:
            found[row] = meanings
    return found
