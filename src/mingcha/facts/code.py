"""Facts of the bytecode: sizes, accesses, addresses; and what of the code could not be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mingcha.dex import graph as graphs
from mingcha.dex import problems
from mingcha.dex import program as programs
from mingcha.dex.arguments import Resolver
from mingcha.dex.bodies import Bodies
from mingcha.dex.columns import distinct
from mingcha.dex.consent_dialogs import ConsentDialogs
from mingcha.dex.gates import Gates
from mingcha.dex.reach import count_defined, reach
from mingcha.dex.sharpen import Sharpener
from mingcha.facts.access import FILTER_METHODS, collect_accesses
from mingcha.facts.address import collect_code_addresses
from mingcha.facts.conduct import collect_conduct
from mingcha.facts.forwarded import with_forwarded
from mingcha.facts.indirect import collect_indirect
from mingcha.facts.meaning import method_meanings, vocabulary
from mingcha.facts.scene import Scene
from mingcha.facts.watched import collect_switches, collect_watched_calls
from mingcha.facts.when import MAX_LINES, Moments
from mingcha.facts.wording import collect_code_wordings
from mingcha.model import StartState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mingcha.catalogue import Catalogue
    from mingcha.dex.layout import Buffer
    from mingcha.dex.mentions import Inflate
    from mingcha.dex.program import Program
    from mingcha.dex.reach import EntryPoints, Reachability
    from mingcha.facts.factset import FactSet
    from mingcha.facts.owner import Owners


class Setting(NamedTuple):
    """What the code is read against: the manifest's view of the app, the catalogue; texts, names and layouts of the resources."""

    app_id: str
    components: Mapping[str, int]
    entries: EntryPoints
    owners: Owners
    catalogue: Catalogue
    texts: Callable[[int], str | None]
    names: Callable[[int], str | None]
    inflate: Inflate


def collect_code(facts: FactSet, program: Program, setting: Setting) -> tuple[list[tuple[str, str]], list[str | None]]:
    """Add the rows of a program.

    Return what was not read as (zh, en), empty when all of it was, and by class when its code first runs, None for never.
    """
    graph = graphs.build(program, setting.components, setting.inflate)
    resolver = Resolver(program, texts=setting.texts, app_id=setting.app_id or None)
    gates = Gates(graph, resolver).find()
    meanings = with_forwarded(graph, method_meanings(graph, vocabulary(setting.catalogue)))
    sharpener = Sharpener(graph, resolver, readers(program, meanings), setting.entries.launcher)
    agreed = ConsentDialogs(graph, resolver, setting.texts).find()
    asking = {method: agreement.method for method, agreement in agreed.items()}
    reachability = reach(graph, setting.entries, sharpener.sharpen, asking)
    moments = Moments(graph, reachability, setting.owners, gates, agreed)
    collect_accesses(facts, graph, moments, resolver, meanings, setting.catalogue, setting.app_id)
    collect_code_addresses(facts, program, moments)
    collect_code_wordings(facts, program, moments, setting.catalogue)
    collect_switches(facts, program, moments, resolver, setting.catalogue)
    bodies = Bodies(program)
    collect_watched_calls(facts, bodies, moments, resolver, setting.catalogue)
    scene = Scene(graph, bodies, resolver, setting.names)
    collect_conduct(facts, scene, moments)
    collect_indirect(facts, scene, moments, sharpener.receivers)
    facts.add(
        "code",
        dex_files=len(program.dex_names),
        classes=len(program.class_type),
        methods=int(np.count_nonzero(program.def_code)),
        call_sites=int(np.count_nonzero(program.call_op < _PSEUDO_OPS)),
        methods_at_start=count_defined(graph, reachability.start),
    )
    if moments.is_limited:
        zh = f"调用路径合计超过 {MAX_LINES} 行，其余路径未列出"
        facts.limit("path-limit", "code", zh, f"call paths of more than {MAX_LINES} lines in all: the rest is left out")
    losses = []
    if resolver.is_limited:
        losses.append(
            ("常量分析超出工作量上限，部分参数未能确定", "resolving constants went over its budget: some arguments are not known")
        )
    if not graph.complete:
        losses.append(("调用图超出工作量上限，部分调用关系未计入", "the call graph is over its budget: some calls are left out"))
    return losses, _first_states(program, reachability)


def _first_states(program: Program, reachability: Reachability) -> list[str | None]:
    walks = (
        (StartState.AT_START, reachability.start),
        (StartState.BACKGROUND, reachability.background),
        (StartState.GATED, reachability.gated),
        (StartState.USER_ACTION, reachability.ui),
    )
    found = np.full(len(program.class_type), len(walks), np.uint8)
    has_code = program.def_code != 0
    for rank in reversed(range(len(walks))):
        seen = np.asarray(walks[rank][1].seen, bool)[program.def_method] & has_code
        found[program.def_class[seen]] = rank
    names = [*(state.value for state, _ in walks), None]
    return [names[rank] for rank in found.tolist()]


def readers(program: Program, meanings: Iterable[int]) -> list[int]:
    """Return the methods with a call that has a meaning, by itself or by the action it names: the paths to them are looked at closely."""
    filters = (ref for each in FILTER_METHODS if (ref := program.find_method(each)) is not None)
    found: list[int] = distinct(program.call_caller[program.calls_of({*meanings, *filters})]).tolist()
    return found


# From here on call_op marks implementations behind invoke-custom, which are no instructions of their own.
_PSEUDO_OPS = 0xFC


def load_program(facts: FactSet, dexes: Iterable[tuple[str, Buffer]], room: int | None = None) -> tuple[Program, list[tuple[str, str]]]:
    """Load dex files (see program.load); record their problems as limits and return what was not read as (zh, en)."""
    program = programs.load(dexes, room)
    losses = []
    for name, code, detail in program.problems:
        words = problems.describe(code)
        zh, en = (f"{words.zh}（{detail}）", f"{words.en} ({detail})") if detail else (words.zh, words.en)
        facts.limit(f"dex-{code}", name, zh, en)
        if code not in problems.HARMLESS:
            losses.append((f"{name}：{words.zh}", f"{name}: {words.en}"))
    return program, losses
