"""What the methods of string builders and collections do to them, for `registers`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mingcha.dex.columns import among
from mingcha.dex.registers import ROLES

if TYPE_CHECKING:
    from mingcha.dex.program import Bytes, Program

_BUILDERS = ("Ljava/lang/StringBuilder;", "Ljava/lang/StringBuffer;")
_TEXTS = ("Ljava/lang/String;", "Ljava/lang/CharSequence;", "Ljava/lang/Object;", "Ljava/lang/StringBuffer;")
_NUMBERS = {"C": "APPEND_CHAR", "Z": "APPEND_FLAG", "I": "APPEND_INT", "J": "APPEND_INT"}
_READS = ("length", "charAt", "indexOf", "lastIndexOf", "capacity", "ensureCapacity", "trimToSize", "substring", "isEmpty")
COLLECTIONS = tuple(
    f"Ljava/util/{name};" for name in ("ArrayList", "LinkedList", "HashSet", "LinkedHashSet", "List", "Set", "Collection", "Vector")
)
# What leaves in a collection no more than was there before.
_TAKING = ("clear", "remove", "size", "isEmpty", "contains", "get", "getFirst", "iterator", "indexOf", "toArray", "toString")


def _role(name: str, parameters: list[str]) -> str:
    if name == "<init>":
        return "BUILD_TEXT" if parameters and parameters[0] in _TEXTS else "BUILD"
    if name == "append":
        if len(parameters) != 1:
            return "APPEND_OTHER"
        return "APPEND_TEXT" if parameters[0] in _TEXTS else _NUMBERS.get(parameters[0], "APPEND_OTHER")
    if name == "toString":
        return "TO_STRING"
    return "HARMLESS" if name in _READS else "ORDINARY"


def _role_in_collection(name: str, parameters: list[str]) -> str:
    if name == "<init>":
        return "LIST" if parameters in ([], ["I"]) else "ORDINARY"
    if name == "add" and parameters == ["Ljava/lang/Object;"]:
        return "LIST_ADD"
    return "HARMLESS" if name in _TAKING else "ORDINARY"


def roles(program: Program) -> Bytes:
    """Return one role of registers.ROLES per method id."""
    table = np.zeros(len(program.method_class), np.uint8)
    for owners, role_of in ((_BUILDERS, _role), (COLLECTIONS, _role_in_collection)):
        found = [type_ for owner in owners if (type_ := program.find_type(owner)) is not None]
        for method in np.flatnonzero(among(program.method_class, np.array(found, np.uint32), len(program.type_string))).tolist():
            proto = int(program.method_proto[method])
            start, stop = int(program.proto_offset[proto]) + 1, int(program.proto_offset[proto + 1])
            parameters = [program.type_name(t) for t in program.proto_types[start:stop].tolist()]
            table[method] = ROLES[role_of(program.text(int(program.method_name[method])), parameters)]
    root = program.find_method("Ljava/lang/Object;-><init>()V")
    if root is not None:
        table[root] = ROLES["HARMLESS"]
    return table
