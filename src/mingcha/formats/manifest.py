"""AndroidManifest.xml as Android takes it (AOSP ParsingPackageUtils, ParsedComponentUtils).

Names are expanded, references resolved, defaults filled in as on a current Android; what the source literally declares
is kept beside it in `raw` where the two can differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mingcha.formats import axml
from mingcha.formats.anomalies import Anomalies
from mingcha.formats.errors import EntryError
from mingcha.formats.manifest_attributes import Attributes
from mingcha.formats.manifest_components import Component, MetaData, expand, read_components, read_meta_data
from mingcha.formats.res_value import STRING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mingcha.formats.arsc import ResourceTable
    from mingcha.formats.axml import Element

NAME = "AndroidManifest.xml"

# First API level at which an app that declares nothing may not use cleartext traffic.
_NO_CLEARTEXT = 28
_MASK32 = 0xFFFFFFFF

# android.os.Build.VERSION_CODES by the codename of its preview; an unknown one is a later preview (CUR_DEVELOPMENT).
_CODENAMES = {
    "L": 21,
    "M": 23,
    "N": 24,
    "O": 26,
    "P": 28,
    "Q": 29,
    "R": 30,
    "S": 31,
    "Sv2": 32,
    "Tiramisu": 33,
    "UpsideDownCake": 34,
    "VanillaIceCream": 35,
    "Baklava": 36,
}
_PREVIEW = 10_000

_RAW = {
    "manifest": ("package", "versionCode", "versionName", "split"),
    "uses-sdk": ("minSdkVersion", "targetSdkVersion", "maxSdkVersion"),
    "application": (
        "name",
        "label",
        "icon",
        "process",
        "permission",
        "debuggable",
        "allowBackup",
        "usesCleartextTraffic",
        "networkSecurityConfig",
    ),
}


class UsesPermission(NamedTuple):
    """A permission that the app asks for; `from_sdk_23` when only from Android 6.0 on."""

    name: str
    max_sdk: int | None
    from_sdk_23: bool


class DeclaredPermission(NamedTuple):
    """A permission that the app defines; `protection_level` as in PermissionInfo (0 normal, 1 dangerous)."""

    name: str
    protection_level: int
    group: str | None


class Manifest(NamedTuple):
    """A manifest; `raw` maps element:attribute (application:debuggable) to what is literally declared."""

    package: str
    version_code: int | None
    version_name: str | None
    min_sdk: int
    target_sdk: int
    max_sdk: int | None
    target_sandbox: int
    label: str | None
    icon: str | None
    application_class: str | None
    app_component_factory: str | None
    process: str
    enabled: bool
    has_code: bool
    debuggable: bool
    test_only: bool
    allow_backup: bool
    cleartext: bool
    network_security_config: str | None
    legacy_external_storage: bool
    shared_user_id: str | None
    split: str | None
    config_for_split: str | None
    is_feature_split: bool
    permissions: tuple[UsesPermission, ...]
    declared_permissions: tuple[DeclaredPermission, ...]
    features: tuple[tuple[str, bool], ...]
    components: tuple[Component, ...]
    meta_data: tuple[MetaData, ...]
    queries: tuple[tuple[str, str], ...]
    raw: Mapping[str, str]

    @property
    def launcher(self) -> str | None:
        """Return the class behind the first enabled launcher entry, or None when a launcher shows none."""
        return next((found.target for found in self.components if found.launcher and found.enabled), None)

    def all_meta_data(self) -> Iterator[MetaData]:
        """Yield the application's meta-data, then each component's."""
        yield from self.meta_data
        for component in self.components:
            yield from component.meta_data


def read(data: bytes, table: ResourceTable | None, anomalies: Anomalies | None = None) -> Manifest:
    """Read a binary manifest; EntryError when it is not binary XML, not a manifest, or names no package."""
    notes = anomalies or Anomalies()
    root = axml.parse(data, NAME, notes)
    if root.tag != "manifest":
        raise EntryError("manifest-root", NAME, "根元素不是 manifest", "its root element is not manifest")
    top = Attributes(root, table)
    package = top.text("package")
    if not package:
        raise EntryError("manifest-package", NAME, "没有声明包名", "it declares no package name")
    applications = root.named("application")
    if len(applications) > 1:
        notes.add(
            "manifest-applications",
            NAME,
            "有多个 application，取第一个",
            "more than one application; the first is taken",
        )
    # Android stops at a manifest without an application; here the rest of it is still worth reading.
    application = applications[0] if applications else axml.Element("application", [], 0)
    app = Attributes(application, table)
    # Each uses-sdk overrides the one before it.
    sdk = Attributes((root.named("uses-sdk") or [axml.Element("uses-sdk", [], 0)])[-1], table)
    min_sdk, target_sdk = _sdk_range(sdk)
    app_process = app.text("process")
    return Manifest(
        package=package,
        version_code=_version_code(top),
        version_name=top.text("versionName"),
        min_sdk=min_sdk,
        target_sdk=target_sdk,
        max_sdk=sdk.integer("maxSdkVersion"),
        target_sandbox=top.integer("targetSandboxVersion") or 1,
        label=app.text("label"),
        icon=app.resource("icon"),
        application_class=expand(package, app.text("name")),
        app_component_factory=expand(package, app.text("appComponentFactory")),
        process=package + app_process if app_process and app_process.startswith(":") else app_process or package,
        enabled=app.flag("enabled", default=True),
        has_code=app.flag("hasCode", default=True),
        debuggable=app.flag("debuggable", default=False),
        test_only=app.flag("testOnly", default=False),
        allow_backup=app.flag("allowBackup", default=True),
        cleartext=app.flag("usesCleartextTraffic", default=target_sdk < _NO_CLEARTEXT),
        network_security_config=app.resource("networkSecurityConfig"),
        legacy_external_storage=app.flag("requestLegacyExternalStorage", default=False),
        shared_user_id=top.text("sharedUserId"),
        split=top.text("split"),
        config_for_split=top.text("configForSplit"),
        is_feature_split=top.flag("isFeatureSplit", default=False),
        permissions=tuple(_uses_permissions(root, table)),
        declared_permissions=tuple(_declared_permissions(root, table)),
        features=tuple(_features(root, table)),
        components=read_components(application, table, package, target_sdk, notes),
        meta_data=read_meta_data(application, table, None),
        queries=tuple(_queries(root, table)),
        raw=_raw({"manifest": top, "uses-sdk": sdk, "application": app}),
    )


def _version_code(top: Attributes) -> int | None:
    minor = top.integer("versionCode")
    major = top.integer("versionCodeMajor")
    if not major:
        return minor
    return (major & _MASK32) << 32 | (minor or 0) & _MASK32


def _sdk_range(sdk: Attributes) -> tuple[int, int]:
    lowest = _sdk(sdk, "minSdkVersion")
    target = _sdk(sdk, "targetSdkVersion")
    if lowest is None:
        lowest = 1
    return lowest, lowest if target is None else target


def _sdk(sdk: Attributes, name: str) -> int | None:
    number = sdk.integer(name)
    value = sdk.value(name)
    if number is None and value is not None and value.type == STRING and value.text:
        # A preview may carry a fingerprint behind a dot (UnboundedSdkLevel, "Q.fingerprint").
        return _CODENAMES.get(value.text.split(".", 1)[0], _PREVIEW)
    return number


def _uses_permissions(root: Element, table: ResourceTable | None) -> Iterator[UsesPermission]:
    for child in root.children:
        if child.tag in ("uses-permission", "uses-permission-sdk-23", "uses-permission-sdk-m"):
            attributes = Attributes(child, table)
            name = attributes.text("name")
            if name:
                yield UsesPermission(name, attributes.integer("maxSdkVersion"), child.tag != "uses-permission")


def _declared_permissions(root: Element, table: ResourceTable | None) -> Iterator[DeclaredPermission]:
    for child in root.named("permission"):
        attributes = Attributes(child, table)
        name = attributes.text("name")
        if name:
            level = attributes.integer("protectionLevel") or 0
            yield DeclaredPermission(name, level, attributes.text("permissionGroup"))


def _features(root: Element, table: ResourceTable | None) -> Iterator[tuple[str, bool]]:
    for child in root.named("uses-feature"):
        attributes = Attributes(child, table)
        name = attributes.text("name")
        if name:
            yield name, attributes.flag("required", default=True)


def _queries(root: Element, table: ResourceTable | None) -> Iterator[tuple[str, str]]:
    """Yield (kind, value) with kind package, action or provider."""
    for child in (entry for queries in root.named("queries") for entry in queries.children):
        if child.tag == "package":
            found = [("package", Attributes(child, table).text("name"))]
        elif child.tag == "provider":
            authorities = Attributes(child, table).text("authorities") or ""
            found = [("provider", authority) for authority in authorities.split(";")]
        elif child.tag == "intent":
            found = [("action", Attributes(action, table).text("name")) for action in child.named("action")]
        else:
            continue
        yield from ((kind, value) for kind, value in found if value)


def _raw(elements: Mapping[str, Attributes]) -> dict[str, str]:
    pairs = ((f"{tag}:{name}", elements[tag].raw(name)) for tag, names in _RAW.items() for name in names)
    return {key: value for key, value in pairs if value is not None}
