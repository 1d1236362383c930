"""Objects that code hands to web pages (addJavascriptInterface) and the personal data that a page can read by them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from mingcha.facts.reads import Indirect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingcha.dex.receivers import Receivers
    from mingcha.facts.reads import Reads
    from mingcha.facts.scene import Scene

_ADD, _ADDED = "addJavascriptInterface", "(Ljava/lang/Object;Ljava/lang/String;)V"
_OPEN = "Landroid/webkit/JavascriptInterface;"
_PAGE = re.compile(r"(?:https?|file)://\S{1,200}")
_MOST_ROWS, _MOST_METHODS = 500, 200


def find(scene: Scene, receivers: Receivers, reads: Reads) -> Iterator[Indirect]:
    """Yield one find per bridge, class behind it and data type; only methods marked as open to pages count, as since Android 4.2."""
    program = scene.graph.program
    marked, name = program.find_type(_OPEN), program.find_string(_ADD)
    if marked is None or name is None:
        return
    opened = program.method_annotation_method[program.method_annotation_type == marked]
    refs = [ref for ref in np.flatnonzero(program.method_name == name).tolist() if program.signature(ref).endswith(_ADDED)]
    rows = program.calls_of(refs)
    for row in rows[:_MOST_ROWS].tolist():
        method = int(program.call_caller[row])
        called = ", ".join(sorted(scene.resolver.argument(row, 2).texts())) or None
        for type_ in sorted(receivers.handed(row, 1) or ()):
            above = scene.graph.ancestors(type_)
            methods = [each for each in opened.tolist() if program.type_name(int(program.method_class[each])) in above]
            for data_type, read in sorted(reads.within(methods[:_MOST_METHODS]).items()):
                page = next((text for text in scene.bodies.strings(method) if _PAGE.fullmatch(text)), None)
                api = program.signature(int(program.call_callee[row]))
                yield Indirect("bridge", method, int(program.call_pc[row]), api, called, program.type_name(type_), data_type, read, page)
