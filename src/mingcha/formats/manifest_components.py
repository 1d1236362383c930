"""Components of a manifest with the defaults that Android gives them (AOSP Parsed{Activity,Service,Provider}Utils)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mingcha.formats.manifest_attributes import Attributes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mingcha.formats.anomalies import Anomalies
    from mingcha.formats.arsc import ResourceTable
    from mingcha.formats.axml import Element

MAIN = "android.intent.action.MAIN"
LAUNCHER = "android.intent.category.LAUNCHER"

TYPES = {
    "activity": "activity",
    "activity-alias": "alias",
    "service": "service",
    "receiver": "receiver",
    "provider": "provider",
}

# Providers of apps that target Android 4.2 or later are closed unless they say otherwise.
_CLOSED_PROVIDERS = 17
_RAW = ("name", "exported", "enabled", "permission", "process", "authorities", "targetActivity")
_DATA = {
    "scheme": "scheme",
    "host": "host",
    "path": "path",
    "pathPrefix": "path",
    "pathPattern": "path",
    "mimeType": "mime",
}


class MetaData(NamedTuple):
    """A <meta-data>: `component` is its class, None for the application; a resource stands by name, as @xml/paths."""

    component: str | None
    name: str
    value: str | None


class IntentFilter(NamedTuple):
    """An intent filter; `data` holds (kind, value) with kind scheme, host, path or mime, in order."""

    actions: tuple[str, ...]
    categories: tuple[str, ...]
    data: tuple[tuple[str, str], ...]
    priority: int | None

    def values(self) -> Iterator[tuple[str, str]]:
        """Yield every (kind, value): actions, categories, then data."""
        yield from (("action", value) for value in self.actions)
        yield from (("category", value) for value in self.categories)
        yield from self.data


class Component(NamedTuple):
    """A component: `type` is activity, alias, service, receiver or provider; `process` is None for the package's own.

    `permission` includes the application's default; `target` is the class behind an alias. `raw` holds the attributes
    as declared (name, exported, enabled, permission, process, authorities, targetActivity), absent ones left out.
    """

    type: str
    name: str
    target: str
    exported: bool
    enabled: bool
    process: str | None
    permission: str | None
    read_permission: str | None
    write_permission: str | None
    authorities: str | None
    label: str | None
    init_order: int | None
    exclude_from_recents: bool
    foreground_service_type: int | None
    filters: tuple[IntentFilter, ...]
    meta_data: tuple[MetaData, ...]
    raw: Mapping[str, str]

    @property
    def launcher(self) -> bool:
        """Tell whether one of its filters has both MAIN and LAUNCHER."""
        return any(MAIN in found.actions and LAUNCHER in found.categories for found in self.filters)


def expand(package: str, name: str | None) -> str | None:
    """Return the full class name: .Main and Main belong to the package (ParsingUtils.buildClassName)."""
    if not name:
        return None
    if name.startswith("."):
        return package + name
    return name if "." in name else f"{package}.{name}"


def read_components(
    application: Element, table: ResourceTable | None, package: str, target_sdk: int, anomalies: Anomalies
) -> tuple[Component, ...]:
    """Return every component in the manifest's order; one without a name is recorded and left out."""
    app = Attributes(application, table)
    found = []
    for child in application.children:
        if child.tag not in TYPES:
            continue
        component = _read_component(child, table, package, target_sdk, app)
        if component is None:
            anomalies.add("manifest-nameless", child.tag, "组件没有类名", "a component without a class name")
        else:
            found.append(component)
    return tuple(found)


def _read_component(element: Element, table: ResourceTable | None, package: str, target_sdk: int, app: Attributes) -> Component | None:
    kind = TYPES[element.tag]
    own = Attributes(element, table)
    name = expand(package, own.text("name"))
    if name is None:
        return None
    permission = own.text("permission") or app.text("permission")
    filters = tuple(_read_filters(element, table))
    raw = {key: value for key in _RAW if (value := own.raw(key)) is not None}
    return Component(
        type=kind,
        name=name,
        target=expand(package, own.text("targetActivity")) or name if kind == "alias" else name,
        exported=own.flag("exported", default=False)
        if "exported" in raw
        else _exported_default(kind, target_sdk, has_filters=bool(filters)),
        enabled=own.flag("enabled", default=True),
        process=_process(package, own.text("process") or app.text("process")),
        permission=permission,
        read_permission=own.text("readPermission") or permission if kind == "provider" else None,
        write_permission=own.text("writePermission") or permission if kind == "provider" else None,
        authorities=own.text("authorities") if kind == "provider" else None,
        label=own.text("label"),
        init_order=own.integer("initOrder") if kind == "provider" else None,
        exclude_from_recents=own.flag("excludeFromRecents", default=False),
        foreground_service_type=own.integer("foregroundServiceType") if kind == "service" else None,
        filters=filters,
        meta_data=read_meta_data(element, table, name),
        raw=raw,
    )


def _exported_default(kind: str, target_sdk: int, *, has_filters: bool) -> bool:
    # With filters and no declaration, Android 12 refuses to install an app that targets it; older ones export.
    return target_sdk < _CLOSED_PROVIDERS if kind == "provider" else has_filters


def _process(package: str, declared: str | None) -> str | None:
    if not declared or declared == package:
        return None
    return package + declared if declared.startswith(":") else declared


def _read_filters(element: Element, table: ResourceTable | None) -> Iterator[IntentFilter]:
    for child in element.named("intent-filter"):
        actions = _names(child, "action", table)
        if not actions:
            continue  # Android drops a filter without an action
        data = tuple(
            (kind, value)
            for entry in child.named("data")
            for attribute, kind in _DATA.items()
            if (value := Attributes(entry, table).text(attribute))
        )
        priority = Attributes(child, table).integer("priority")
        yield IntentFilter(actions, _names(child, "category", table), data, priority)


def _names(element: Element, tag: str, table: ResourceTable | None) -> tuple[str, ...]:
    return tuple(name for child in element.named(tag) if (name := Attributes(child, table).text("name")))


def read_meta_data(element: Element, table: ResourceTable | None, component: str | None) -> tuple[MetaData, ...]:
    """Return the direct <meta-data> children of an element; a resource counts before a value, as Android takes it."""
    found = []
    for child in element.named("meta-data"):
        attributes = Attributes(child, table)
        name = attributes.text("name")
        if name:
            attribute = attributes.find("resource")
            value = attributes.resource("resource") if attribute and attribute.value.data else attributes.text("value")
            found.append(MetaData(component, name, value))
    return tuple(found)
