"""Facts of the manifest: package, permissions, components, filters, meta-data, queries; and the app's entry points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.dex.graph import ACTIVITY, PROVIDER, RECEIVER, SERVICE
from mingcha.dex.reach import EntryPoints

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from mingcha.catalogue import Catalogue
    from mingcha.facts.factset import FactSet
    from mingcha.facts.owner import Owners
    from mingcha.formats.manifest import Manifest
    from mingcha.formats.manifest_components import Component

_KINDS = {"activity": ACTIVITY, "alias": ACTIVITY, "service": SERVICE, "receiver": RECEIVER, "provider": PROVIDER}
NO_ENTRIES = EntryPoints((), (), (), (), ())
_STARTUP = "androidx.startup"
_DANGEROUS, _SIGNATURE = 1, 2


def descriptor(name: str) -> str:
    """Return the type descriptor of a class name."""
    return "L" + name.replace(".", "/") + ";"


def component_kinds(manifest: Manifest) -> dict[str, int]:
    """Return the graph's component bits by class descriptor."""
    kinds: dict[str, int] = {}
    for component in manifest.components:
        name = descriptor(component.target)
        kinds[name] = kinds.get(name, 0) | _KINDS[component.type]
    return kinds


def entry_points(manifest: Manifest) -> EntryPoints:
    """Return the classes that the system makes, by when it makes them."""
    start = [name for name in (manifest.app_component_factory, manifest.application_class) if name]
    providers = [c for c in manifest.components if c.type == "provider" and c.enabled]
    providers.sort(key=lambda component: -(component.init_order or 0))
    # A home screen starts activities alone, whatever else has its filter.
    entries = [c for c in manifest.components if c.launcher and c.enabled and _KINDS[c.type] == ACTIVITY]
    launchers = {c.target for c in entries}
    main = {manifest.process, *(c.process or manifest.package for c in entries)}
    apart = [c.target for c in providers if (c.process or manifest.package) not in main]
    start += [c.target for c in providers if (c.process or manifest.package) in main]
    start += [found.name for found in manifest.all_meta_data() if found.value == _STARTUP]
    activities = [c for c in manifest.components if _KINDS[c.type] == ACTIVITY and c.enabled]
    workers = [c for c in manifest.components if c.type in ("service", "receiver") and c.enabled]
    return EntryPoints(
        start=_descriptors(start),
        launcher=_descriptors(sorted(launchers)),
        screens=_descriptors(c.target for c in activities if _open(c) and c.target not in launchers),
        background=_descriptors([c.target for c in workers if _open(c)] + apart),
        own_background=_descriptors(c.target for c in workers if not _open(c)),
    )


def _open(component: Component) -> bool:
    """Tell whether something other than the app's own explicit call can start a component."""
    return component.exported or bool(component.filters)


def _descriptors(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(descriptor(name) for name in names))


def package_columns(manifest: Manifest) -> dict[str, object]:
    """Return the manifest's part of the package row."""
    return {
        "app_id": manifest.package,
        "name": manifest.label,
        "version_name": manifest.version_name,
        "version_code": manifest.version_code,
        "min_sdk": manifest.min_sdk,
        "target_sdk": manifest.target_sdk,
        "application_class": manifest.application_class,
        "launcher": manifest.launcher,
        "icon": manifest.icon,
        "debuggable": manifest.debuggable,
        "allow_backup": manifest.allow_backup,
        "cleartext": manifest.cleartext,
        "network_security_config": manifest.network_security_config,
    }


def collect_permissions(facts: FactSet, manifest: Manifest, catalogue: Catalogue) -> None:
    """Add a row for each permission asked for, once by name; one that the package defines has its own level."""
    own = {permission.name: permission.protection_level & 0xF for permission in manifest.declared_permissions}
    levels = {0: "normal", _DANGEROUS: "dangerous", _SIGNATURE: "signature"}
    asked: dict[str, int | None] = {}
    for permission in manifest.permissions:
        if permission.name in asked and (asked[permission.name] is None or permission.max_sdk is None):
            asked[permission.name] = None
        else:
            asked[permission.name] = max(asked.get(permission.name) or 0, permission.max_sdk or 0) or None
    for name in sorted(asked):
        known = catalogue.permissions.get(name)
        if known is not None:
            level, group = known.level, known.group_zh
        else:
            level, group = levels.get(own.get(name, -1), "unknown"), None
        facts.add("permission", name=name, level=level, group_zh=group, max_sdk=asked[name], owner="app")


def collect_components(facts: FactSet, manifest: Manifest, owners: Owners, defined: Container[str] | None) -> None:
    """Add component, filter, meta-data and query rows; `defined` are the class descriptors seen in dex files, if any."""
    for component in sorted(manifest.components, key=lambda c: (c.type, c.name)):
        facts.add(
            "component",
            type=component.type,
            **{"class": component.name},
            target=component.target,
            exported=component.exported,
            enabled=component.enabled,
            process=component.process,
            permission=component.permission,
            authorities=component.authorities,
            label=component.label,
            launcher=component.launcher,
            exclude_from_recents=component.exclude_from_recents,
            init_order=component.init_order,
            in_code=None if defined is None else descriptor(component.target) in defined,
            owner=owners.of_name(component.target),
        )
        for number, intent_filter in enumerate(component.filters):
            for kind, value in intent_filter.values():
                facts.add(
                    "intent_filter",
                    component=component.name,
                    type=component.type,
                    filter=number,
                    kind=kind,
                    value=value,
                    priority=intent_filter.priority,
                )
    for found in manifest.all_meta_data():
        facts.add("meta_data", component=found.component, name=found.name, value=found.value)
    for kind, value in manifest.queries:
        facts.add("package_query", kind=kind, value=value)
