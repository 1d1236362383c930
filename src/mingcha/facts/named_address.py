"""Addresses of content that code names: where no read of them is seen, one may still go by reflection or through a wrapper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mingcha.dex.columns import among
from mingcha.facts.deciders import CONTENT, deciders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingcha.catalogue import Catalogue
    from mingcha.dex.program import Program
    from mingcha.facts.deciders import Decision


def named_addresses(program: Program, catalogue: Catalogue) -> Iterator[tuple[int, int, Decision]]:
    """Yield (method, pc, decision) for each constant string that is a content address of the catalogue, or an authority of one."""
    look = deciders(catalogue)
    strings = {*program.beginning(CONTENT.encode()).tolist(), *program.find_strings(look.authorities).values()}
    decided = {string: found for string in strings if (found := look.content(program.text(string)))}
    wanted = np.array(sorted(decided), np.uint32)
    for row in np.flatnonzero(among(program.const_string, wanted, len(program.string_offset))).tolist():
        for decision in decided[int(program.const_string[row])]:
            yield int(program.const_method[row]), int(program.const_pc[row]), decision
