"""The access table: every call site that reads personal data or shows a regulated behaviour."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mingcha.dex.columns import among, distinct
from mingcha.dex.constants import UNKNOWN, Kind
from mingcha.facts.deciders import Decision, deciders
from mingcha.facts.forwarded import forwarders
from mingcha.facts.meaning import HINT, SURE, Subject, field_meanings, vocabulary
from mingcha.facts.named_address import named_addresses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mingcha.catalogue import Catalogue
    from mingcha.dex.arguments import Resolver
    from mingcha.dex.constants import Value
    from mingcha.dex.graph import Graph
    from mingcha.facts.factset import FactSet
    from mingcha.facts.meaning import Meaning
    from mingcha.facts.when import Moments

_FINDERS = tuple(
    f"Ljava/lang/Class;->{name}(Ljava/lang/String;[Ljava/lang/Class;)Ljava/lang/reflect/Method;"
    for name in ("getMethod", "getDeclaredMethod")
)
# Confidence of an access that rests on a name in a string, with and without the class named beside it.
BY_NAME, BY_NAME_ALONE = 0.8, 0.5
# Confidence that a call naming another package means to start it; of a system package, that it starts an app at all.
FOREIGN, SYSTEM = 0.9, HINT

_INTENT = "intent"
# Methods whose argument names an action that a receiver waits for.
FILTER_METHODS = (
    "Landroid/content/IntentFilter;-><init>(Ljava/lang/String;)V",
    "Landroid/content/IntentFilter;->addAction(Ljava/lang/String;)V",
)
_INTENT_METHODS = {
    "Landroid/content/Intent;-><init>(Ljava/lang/String;)V",
    "Landroid/content/Intent;-><init>(Ljava/lang/String;Landroid/net/Uri;)V",
    "Landroid/content/Intent;->setAction(Ljava/lang/String;)Landroid/content/Intent;",
    *FILTER_METHODS,
}
# Methods whose first argument names the package that an intent goes to.
_TARGETS = {
    "Landroid/content/Intent;->setPackage(Ljava/lang/String;)Landroid/content/Intent;",
    "Landroid/content/Intent;->setClassName(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;",
    "Landroid/content/ComponentName;-><init>(Ljava/lang/String;Ljava/lang/String;)V",
    "Landroid/content/pm/PackageManager;->getLaunchIntentForPackage(Ljava/lang/String;)Landroid/content/Intent;",
}
# Signatures whose resolved argument is worth keeping as evidence.
_REQUEST = "permission_request"
_WITH_ARGUMENT = (_REQUEST, "hot_update", "drm_id", "base_station", "device_accounts")
_DRM_PROPERTY = "deviceUniqueId"
_READ_FIELD_OPS = (0x52, 0x58, 0x60, 0x66)


class Site(NamedTuple):
    """One access at one place; `argument` is what decided it, `api` is None where only an address is named and no call is known."""

    method: int
    pc: int
    api: str | None
    via: str
    subject: Subject
    argument: str | None
    confidence: float


def collect_accesses(
    facts: FactSet,
    graph: Graph,
    moments: Moments,
    resolver: Resolver,
    meanings: Mapping[int, tuple[Meaning, ...]],
    catalogue: Catalogue,
    app_id: str,
) -> None:
    """Add the access rows of one program; mere hints that differ in nothing but their place share a row.

    `meanings` are those of `with_forwarded`. An address of content that code names is a hint at what is not seen to be read.
    """
    program = graph.program
    found = {*_calls(graph, meanings, catalogue, app_id, resolver), *_properties(graph, catalogue, resolver), *_fields(graph, catalogue)}
    proved = {(site.method, site.subject, site.api) for site in found}
    found.update(site for site in _names(graph, catalogue, resolver) if (site.method, site.subject, site.api) not in proved)
    sites = dict.fromkeys((site for site in found if site.confidence > HINT), 1)
    read = {site.subject for site in sites}
    found.update(
        Site(method, pc, None, "uri", decision.subject, decision.key, HINT)
        for method, pc, decision in named_addresses(program, catalogue)
        if decision.subject not in read
    )
    sites |= _fold(moments, (site for site in found if site.confidence <= HINT))
    for site in sorted(sites, key=lambda each: _order(each, moments)):
        moment = moments.at(site.method, site.pc)
        caller_class, _, caller_method = moments.signature(site.method).partition("->")
        facts.add(
            "access",
            data_type=site.subject.data_type,
            behaviour=site.subject.behaviour,
            api=site.api,
            via=site.via,
            argument=site.argument,
            caller_class=caller_class,
            caller_method=caller_method,
            line=program.line(site.method, site.pc) if site.confidence > HINT else None,
            dex=program.dex_names[int(program.def_dex[program.method_def[site.method]])],
            owner=moments.owner(site.method),
            initiator=moment.initiator,
            start_state=moment.state.value,
            reached_from=list(moment.reached_from),
            confidence=round(site.confidence * moment.confidence, 2),
            gate=moment.gate,
            path=moments.path(site.method, site.pc) if site.confidence > HINT else [],
            sites=sites[site],
        )


def _fold(moments: Moments, hints: Iterable[Site]) -> dict[Site, int]:
    """Return the first of all hints of one meaning, owner and start state, with the number of those hints."""
    alike: dict[tuple[object, ...], list[Site]] = {}
    for site in hints:
        alike.setdefault((*site[2:], moments.owner(site.method), moments.state(site.method, site.pc)), []).append(site)
    return {min(group, key=lambda site: (site.method, site.pc)): len(group) for group in alike.values()}


def _order(site: Site, moments: Moments) -> tuple[str | int, ...]:
    return (moments.signature(site.method), site.pc, *(part or "" for part in (*site.subject, *site[2:4], site.argument)))


def _calls(
    graph: Graph, meanings: Mapping[int, tuple[Meaning, ...]], catalogue: Catalogue, app_id: str, resolver: Resolver
) -> Iterator[Site]:
    program = graph.program
    special = {ref: sig for sig in (*_INTENT_METHODS, *_TARGETS) if (ref := program.find_method(sig)) is not None}
    handing_on = forwarders(graph, meanings)
    for row in program.calls_of({*meanings, *special}).tolist():
        ref = program.cells.call_callee[row]
        place = (program.cells.call_caller[row], program.cells.call_pc[row])
        if place[0] in handing_on:
            continue
        value = UNKNOWN
        if ref in special:
            value = resolver.argument(row, 1)
        elif _wants_argument(meanings.get(ref, ())):
            value = resolver.argument(row, _deciding_place(resolver.descriptors(row)))
        for meaning in meanings.get(ref, ()):
            yield from _by_meaning(place, meaning, value, catalogue)
        if ref in special:
            yield from _by_special(place, special[ref], value, catalogue, app_id)


def _wants_argument(meanings: tuple[Meaning, ...]) -> bool:
    return any(
        (meaning.reader and meaning.reader != _REFLECTION) or (meaning.subject and set(meaning.subject) & {*_WITH_ARGUMENT, "sensor"})
        for meaning in meanings
    )


def _deciding_place(descriptors: tuple[str, ...]) -> int:
    """Return the place of the argument that decides what a reader reads: its Uri, else its first text, else the next."""
    for wanted in (("Landroid/net/Uri;",), ("Ljava/lang/String;", "[Ljava/lang/String;")):
        places = [place for place, descriptor in enumerate(descriptors) if descriptor in wanted]
        if places:
            return places[0]
    return min(1, len(descriptors) - 1)


def _by_meaning(place: tuple[int, int], meaning: Meaning, value: Value, catalogue: Catalogue) -> Iterator[Site]:
    if meaning.reader == _REFLECTION:
        return
    if meaning.reader is not None:
        for decision in _by_reader(meaning, value, catalogue):
            yield Site(*place, meaning.signature, _VIA[meaning.reader], decision.subject, decision.key, SURE)
        return
    if meaning.subject is None:
        raise AssertionError("a meaning has a subject or a reader")
    lines = _texts(value) if {*meaning.subject} & {*_WITH_ARGUMENT} else []
    if meaning.subject.behaviour == _REQUEST and lines:
        # What is asked for in one branch or by one caller is not asked for together with what is in another.
        for line in dict.fromkeys(tuple(dict.fromkeys(each)) for each in lines):
            yield Site(*place, meaning.signature, "api", meaning.subject, ", ".join(line), meaning.confidence)
        return
    text = ", ".join(dict.fromkeys(each for texts in lines for each in texts)) or None
    if meaning.subject.data_type == "drm_id" and text is not None and text != _DRM_PROPERTY:
        return
    if ";->getDefaultSensor(" in meaning.signature:
        for decision in deciders(catalogue).sensor(value.number) if value.complete and value.number is not None else ():
            yield Site(*place, meaning.signature, "api", decision.subject, f"TYPE={value.number}", SURE)
        return
    yield Site(*place, meaning.signature, "api", meaning.subject, text, meaning.confidence)


_REFLECTION = "reflection"  # `_names` looks at the strings beside such calls
_VIA = {
    "settings": "setting",
    "content_provider": "uri",
    "system_property": "property",
    "shell": "shell",
    "file": "file",
}


def _by_reader(meaning: Meaning, value: Value, catalogue: Catalogue) -> list[Decision]:
    look = deciders(catalogue)
    lines = _texts(value)
    known = tuple(dict.fromkeys(text for line in lines for text in line))
    found: list[Decision] = []
    if meaning.reader == "settings":
        table = meaning.signature.partition("Settings$")[2].partition(";")[0].lower()
        found = [decision for text in known for decision in look.setting(table, text)]
    elif meaning.reader == "content_provider":
        found = [decision for text in known for decision in look.uri(text, complete=True)]
        parts = [prefix for prefix in value.prefixes() if prefix not in known]
        found += [decision for prefix in parts for decision in look.uri(prefix, complete=False)]
    elif meaning.reader == "system_property":
        found = [decision for text in known for decision in look.system_property(text)]
    elif meaning.reader == "file":
        found = [decision for text in known for decision in look.file(text)]
    elif meaning.reader == "shell":
        found = [decision for line in lines for decision in look.shell(" ".join(line))]
    return list(dict.fromkeys(found))


def _by_special(place: tuple[int, int], signature: str, value: Value, catalogue: Catalogue, app_id: str) -> Iterator[Site]:
    if signature not in _TARGETS:
        for text in value.texts():
            for decision in deciders(catalogue).intent(text):
                yield Site(*place, signature, _INTENT, decision.subject, decision.key, SURE)
        return
    for package in value.texts():
        if "." in package and package != app_id:
            confidence = SYSTEM if package.startswith(catalogue.system_packages) else FOREIGN
            yield Site(*place, signature, _INTENT, Subject(None, "associated_start"), package, confidence)


def _texts(value: Value) -> list[tuple[str, ...]]:
    """Return the whole texts of each thing that a value may be: of an array or an object those of its parts, together.

    An array one place of which may hold several texts is as many arrays; a collection holds all that is put into it.
    """
    found: list[tuple[str, ...]] = []
    for each in value.alternatives():
        if each.kind is Kind.OBJECT:
            found += (texts for item in each.items for texts in _texts(item))
        elif each.kind is Kind.ARRAY:
            places = [texts for item in each.items if (texts := tuple(item.texts()))]
            several = [texts for texts in places if len(texts) > 1]
            if len(several) == 1 and (each.type or "").startswith("["):
                found += (tuple(one if texts is several[0] else texts[0] for texts in places) for one in several[0])
            else:
                found.append(tuple(text for texts in places for text in texts))
        else:
            found.append(each.texts())
    return [texts for texts in found if texts]


def _fields(graph: Graph, catalogue: Catalogue) -> Iterator[Site]:
    program = graph.program
    meanings = field_meanings(program, vocabulary(catalogue))
    wanted = np.array(sorted(meanings), np.uint32)
    rows = np.flatnonzero(among(program.field_ref_field, wanted, len(program.field_class)))
    iget, iget_end, sget, sget_end = _READ_FIELD_OPS
    cells = program.cells
    for row in rows.tolist():
        op = cells.field_ref_op[row]
        if not (iget <= op <= iget_end or sget <= op <= sget_end):
            continue
        place = (cells.field_ref_method[row], cells.field_ref_pc[row])
        for meaning in meanings[cells.field_ref_field[row]]:
            if meaning.subject is not None:
                yield Site(*place, meaning.signature, "field", meaning.subject, None, meaning.confidence)


def _names(graph: Graph, catalogue: Catalogue, resolver: Resolver) -> Iterator[Site]:
    """Yield accesses by reflection: a member of the catalogue named in a string beside a reflective call."""
    program = graph.program
    words = vocabulary(catalogue)
    reader = catalogue.readers["reflection"]
    refs = [ref for api in reader.apis if (ref := program.find_method(api.sig)) is not None]
    callers = distinct(program.call_caller[program.calls_of(refs)])
    spoken = np.flatnonzero(among(program.const_method, callers, len(program.method_class)))
    by_caller: dict[int, dict[str, int]] = {}
    columns = program.const_method[spoken].tolist(), program.texts(program.const_string[spoken]), program.const_pc[spoken].tolist()
    for caller, text, pc in zip(*columns, strict=True):
        by_caller.setdefault(caller, {}).setdefault(text, pc)
    asked = _asked_parameters(graph, resolver, {caller for caller, texts in by_caller.items() if texts.keys() & words.methods.keys()})
    for caller, texts in by_caller.items():
        yield from _named_members(caller, texts, catalogue, asked.get(caller, {}))
        if _PROPERTIES in texts:
            for text, pc in texts.items():
                for decision in deciders(catalogue).system_property(text):
                    yield Site(caller, pc, _PROPERTY_GET, "reflection", decision.subject, text, BY_NAME)


_INVOKE = "Ljava/lang/reflect/Method;->invoke(Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;"
_PROPERTIES = "android.os.SystemProperties"
_PROPERTY_READERS = "Landroid/os/SystemProperties;->get"
_PROPERTY_GET = "Landroid/os/SystemProperties;->get(Ljava/lang/String;)Ljava/lang/String;"


def _properties(graph: Graph, catalogue: Catalogue, resolver: Resolver) -> Iterator[Site]:
    """Yield the system properties that Method.invoke reads, in classes that name the class of system properties."""
    program = graph.program
    named = program.const_method[program.const_string == program.find_string(_PROPERTIES)]
    invoke = program.find_method(_INVOKE)
    calls = program.calls_of([] if invoke is None else [invoke])
    owners = program.method_class[program.call_caller[calls]]
    for row in calls[among(owners, program.method_class[named], len(program.type_string))].tolist():
        if not any((each.text or "").startswith(_PROPERTY_READERS) for each in resolver.argument(row, 0).alternatives()):
            continue
        for text in dict.fromkeys(text for texts in _texts(resolver.argument(row, 2)) for text in texts):
            for decision in deciders(catalogue).system_property(text):
                place = (program.cells.call_caller[row], program.cells.call_pc[row])
                yield Site(*place, _PROPERTY_GET, "reflection", decision.subject, text, SURE)


def _asked_parameters(graph: Graph, resolver: Resolver, callers: set[int]) -> dict[int, dict[str, str]]:
    """Return by caller and method name with which parameter types a method is looked up there, as in "(I)"; "" where they are not known."""
    program = graph.program
    finders = [ref for signature in _FINDERS if (ref := program.find_method(signature)) is not None]
    asked: dict[int, dict[str, set[str]]] = {}
    for row in program.calls_of(finders).tolist():
        caller = program.cells.call_caller[row]
        if caller not in callers:
            continue
        types = resolver.argument(row, 2)
        known = types.kind is Kind.ARRAY and types.complete and all(each.kind is Kind.CLASS for each in types.items)
        for name in resolver.argument(row, 1).texts():
            parameters = f"({''.join(each.type or '' for each in types.items)})" if known else ""
            asked.setdefault(caller, {}).setdefault(name, set()).add(parameters)
    return {caller: {name: min(ways) for name, ways in names.items() if len(ways) == 1} for caller, names in asked.items()}


def _named_members(caller: int, texts: dict[str, int], catalogue: Catalogue, asked: dict[str, str]) -> Iterator[Site]:
    words = vocabulary(catalogue)
    for text, pc in texts.items():
        if text == "<init>" or text not in words.methods:
            continue
        named: dict[Subject, tuple[str, float]] = {}
        entries = words.methods[text]
        overloads = [key for key in entries if key[1].startswith(asked.get(text, ""))] or list(entries)
        for owner, descriptor in overloads:
            beside = owner[1:-1].replace("/", ".") in texts
            for meaning in entries[owner, descriptor]:
                if meaning.subject is None or meaning.confidence < SURE:
                    continue
                if beside:
                    named[meaning.subject] = (meaning.signature, BY_NAME)
                elif _identifies(meaning.subject, catalogue):
                    named.setdefault(meaning.subject, (meaning.signature, BY_NAME_ALONE))
        for subject, (signature, confidence) in named.items():
            yield Site(caller, pc, signature, "reflection", subject, text, confidence)


def _identifies(subject: Subject, catalogue: Catalogue) -> bool:
    if subject.data_type is None:
        return False
    return catalogue.data_types[subject.data_type].identifier_class in ("immutable", "mutable")
