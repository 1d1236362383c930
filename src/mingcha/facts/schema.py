"""Every fact table, declared once. docs/facts.md is generated from here; Parquet, DuckDB and the linter follow it."""

from __future__ import annotations

from typing import NamedTuple

from mingcha.facts.policy_schema import POLICY_TABLES

SCHEMA_VERSION = 1

# Column types and their DuckDB names.
SQL_TYPES = {"text": "VARCHAR", "int": "BIGINT", "float": "DOUBLE", "bool": "BOOLEAN", "list": "VARCHAR[]"}


class Column(NamedTuple):
    """A column: `type` is a key of SQL_TYPES; any column but `package` may be null."""

    name: str
    type: str
    doc: str


class Table(NamedTuple):
    """A fact table; its first column is always `package`, the SHA-256 of the package's file."""

    name: str
    doc: str
    columns: tuple[Column, ...]


def _table(name: str, doc: str, *columns: tuple[str, str, str]) -> Table:
    key = Column("package", "text", "SHA-256 of the package's file")
    return Table(name, doc, (key, *(Column(*column) for column in columns)))


_OWNER = ("owner", "text", "app, an SDK id of the registry, oss:<library id>, or unknown:<package prefix>")

_SITE = (
    ("caller_class", "text", "descriptor"),
    ("caller_method", "text", "name and descriptor"),
    ("line", "int", "line of the source file, where debug information has it"),
    _OWNER,
    ("start_state", "text", "at-start, gated, user-action, background, unreached; of an object's method: when one is made"),
    ("path", "list", "entry point → … → caller"),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _table(
            "package",
            "One row per package.",
            ("kind", "text", "package format: apk"),
            ("file_name", "text", "name of the file as given, without its folder"),
            ("size", "int", "bytes"),
            ("app_id", "text", "application id (manifest package)"),
            ("name", "text", "label, Chinese before the default"),
            ("version_name", "text", "version name"),
            ("version_code", "int", "version code"),
            ("min_sdk", "int", "minSdkVersion; 1 when not declared"),
            ("target_sdk", "int", "targetSdkVersion; min_sdk when not declared, as Android takes it"),
            ("packer", "text", "id of the packer (加固), if any"),
            ("app_type", "text", "one of the 39 types, when told"),
            ("application_class", "text", "class named by <application>"),
            ("launcher", "text", "class of the first launcher activity"),
            ("icon", "text", "path or resource of the icon"),
            ("debuggable", "bool", "android:debuggable"),
            ("allow_backup", "bool", "android:allowBackup; true when not declared"),
            ("cleartext", "bool", "usesCleartextTraffic as Android takes it for the target"),
            ("network_security_config", "text", "resource of the network security configuration"),
        ),
        _table(
            "permission",
            "One row per permission that the manifest asks for.",
            ("name", "text", "full name"),
            ("group_zh", "text", "family of T/TAF 078.4, if any"),
            ("level", "text", "normal, dangerous, signature, special or unknown"),
            ("max_sdk", "int", "maxSdkVersion"),
            ("reason", "text", "purpose as declared in the package (HarmonyOS, iOS)"),
            _OWNER,
        ),
        _table(
            "component",
            "One row per activity, activity-alias, service, receiver or provider.",
            ("type", "text", "activity, alias, service, receiver, provider"),
            ("class", "text", "full class name"),
            ("target", "text", "class behind an alias, else the class itself"),
            ("exported", "bool", "as Android takes it"),
            ("enabled", "bool", "android:enabled"),
            ("process", "text", "process name, if not the default"),
            ("permission", "text", "permission that a caller needs"),
            ("authorities", "text", "provider authorities, separated by ;"),
            ("label", "text", "label, when declared"),
            ("launcher", "bool", "has MAIN and LAUNCHER"),
            ("exclude_from_recents", "bool", "android:excludeFromRecents"),
            ("init_order", "int", "android:initOrder of a provider"),
            ("in_code", "bool", "its class is in a dex of the package; null when no dex could be read"),
            _OWNER,
        ),
        _table(
            "intent_filter",
            "One row per value of an intent filter.",
            ("component", "text", "class of the component"),
            ("type", "text", "type of the component"),
            ("filter", "int", "number of the filter within the component, from 0"),
            ("kind", "text", "action, category, scheme, host, path, mime"),
            ("value", "text", "the value"),
            ("priority", "int", "android:priority"),
        ),
        _table(
            "meta_data",
            "One row per <meta-data>.",
            ("component", "text", "class of the component; null for <application>"),
            ("name", "text", "key"),
            ("value", "text", "value, references resolved where they can be"),
        ),
        _table(
            "package_query",
            "One row per entry of <queries>.",
            ("kind", "text", "package, action or provider"),
            ("value", "text", "the package, action or authority"),
        ),
        _table(
            "signer",
            "One row per signer and scheme, and one per scheme that failed before a signer was known.",
            ("scheme", "text", "v1, v2, v3, v3.1"),
            ("subject", "text", "distinguished name (RFC 4514)"),
            ("sha256", "text", "SHA-256 of the certificate"),
            ("algorithm", "text", "signature algorithm and key size, as RSA-2048/SHA-256"),
            ("valid", "bool", "this signer's signature and digests verify"),
            ("debug", "bool", "a debug or well-known test key"),
            ("not_after", "text", "end of the certificate's validity, ISO date"),
            ("error", "text", "why it does not verify"),
        ),
        _table(
            "sdk",
            "One row per SDK of the registry found in the package.",
            ("id", "text", "registry id"),
            ("version", "text", "version or range, where known"),
            (
                "version_basis",
                "text",
                "file, meta-data, constant, library (name of a native one) or nearest (the nearest known release)",
            ),
            (
                "state",
                "text",
                "initialised (some of its code can run), linked (its code is there, none of it can run), present (traces without code)",
            ),
            ("start_state", "text", "when its code first runs: as in access; null without code"),
            ("classes", "int", "classes of the package that are its"),
            ("confidence", "float", "0 to 1; below 0.9 it is only possible"),
            (
                "evidence",
                "list",
                "code:<package>, string or shape:<found>/<of the nearest release>, and component, meta, native, asset, host",
            ),
        ),
        _table(
            "library",
            "One row per open-source library found in the package by its package names.",
            ("id", "text", "id of the catalogue's list of libraries; its code has the owner oss:<id>"),
            ("classes", "int", "classes of the package that are its"),
            ("start_state", "text", "when its code first runs: as in access"),
        ),
        _table(
            "access",
            "One row per call site that reads personal data or shows a regulated behaviour. Mere hints (confidence up to 0.3) that "
            "differ in nothing but their place share a row.",
            ("data_type", "text", "data type of the catalogue, or null for a behaviour"),
            ("behaviour", "text", "behaviour of the catalogue, or null"),
            ("api", "text", "signature as the catalogue names it; null for a hint that is only the address of content in a string"),
            ("via", "text", "api, setting, uri, property, file, shell, intent, field, reflection"),
            ("argument", "text", "what decided it: settings key, URI, property, command, resolved from the code"),
            ("caller_class", "text", "descriptor, Lcom/x/App;"),
            ("caller_method", "text", "name and descriptor, onCreate()V"),
            ("line", "int", "line of the source file, where debug information has it; null for mere hints"),
            ("dex", "text", "path of the dex in the package"),
            _OWNER,
            ("initiator", "text", "owner of the last code before the first hop into an SDK on the path"),
            ("start_state", "text", "at-start, gated, user-action, background, unreached"),
            ("reached_from", "list", "which of start, gated, background, ui reach the site"),
            ("gate", "text", "the consent check before it: flag or words of a dialog, value before consent, and where; gated only"),
            ("confidence", "float", "0 to 1: below 1 where reflection or an unresolved argument is on the way"),
            ("path", "list", "entry point → … → caller, each `[edge ]method[:line of the call][ @owner]`; none for mere hints"),
            ("sites", "int", "call sites that the row stands for, this the first: 1 unless a mere hint"),
        ),
        _table(
            "conduct",
            """One row per place where code does something that no single call shows; at most 200 of one kind. Certificates: trust-all,
            any-host, ssl-proceed. Storage: world-readable (mode), logged (data type). Keeping alive: revive and watch (what is called),
            pixel-window, silent-loop. Hiding: component-disabled (class). Intruding: shake (least constant compared, m/s²), overlay
            (window type), uninstall-guard (text), install. Consent: ticked (name of the id of a box that code ticks when it is shown).""",
            ("kind", "text", "one of those named above"),
            ("detail", "text", "what decides: mode, data type, call, class, least constant in m/s², window type, id or text"),
            *_SITE,
        ),
        _table(
            "icon",
            "One row per icon of the application that could be judged: PNG, WebP, colour, vector, adaptive icon of these.",
            ("path", "text", "path in the package, or the resource"),
            ("kind", "text", "png, color, vector, webp or adaptive"),
            ("transparent", "bool", "no pixel can be seen: alpha below 8 of 255 everywhere"),
        ),
        _table(
            "network_policy",
            "One row per configuration of the network security configuration's file.",
            ("scope", "text", "base, domain or debug"),
            ("cleartext", "bool", "cleartextTrafficPermitted; null when not said"),
            ("user_certificates", "bool", "trusts certificates that the user has installed"),
            ("path", "text", "path in the package"),
        ),
        _table(
            "url",
            "One row per distinct URL in code, resources, assets or native libraries.",
            ("value", "text", "the URL"),
            ("scheme", "text", "http or https"),
            ("host", "text", "host name"),
            _OWNER,
            ("where", "text", "dex or path in the package"),
        ),
        _table(
            "wording",
            "One row per text of the package that speaks of a subject of the catalogue (wordings.yaml); at most 40 of one subject and "
            "source.",
            ("topic", "text", "subject of the catalogue"),
            ("value", "text", "the text; of a long one what stands around the words, with … where it was cut"),
            ("source", "text", "resources, layout, asset or code"),
            ("place", "text", "path in the package, or the first method that uses the text"),
            _OWNER,
        ),
        _table(
            "widget",
            "One row per box, switch or field for passwords of a layout; at most 2,000.",
            ("layout", "text", "path of the layout in the package"),
            ("kind", "text", "check, radio, switch or password"),
            ("tag", "text", "class of the widget"),
            ("id", "text", "name of its id, if it has one"),
            ("checked", "bool", "android:checked; null when not declared, which means not checked"),
            ("text", "text", "its own words, else the first words behind it"),
            ("topics", "list", "subjects of the catalogue that its words speak of"),
        ),
        _table(
            "sdk_switch",
            "One row per privacy switch that an SDK in the package offers its host (sdks.yaml).",
            ("sdk", "text", "registry id"),
            ("purpose", "text", "consent or personalised_ads"),
            ("api", "text", "signature"),
            ("calls", "int", "call sites outside the SDK's own code"),
            ("argument", "text", "value at the first of them, where known"),
            ("place", "text", "the first method that calls it"),
            ("start_state", "text", "when the first can run: at-start, gated, user-action, background, unreached"),
        ),
        _table(
            "watched_call",
            "One row per call that matters for the value it is given (watched_calls.yaml); at most 500 of one kind.",
            ("kind", "text", "location_interval (ms), lasting_store (key), shared_storage (file names beside it), intent_type (MIME)"),
            ("api", "text", "signature"),
            ("argument", "text", "the value, resolved from the code; null where it is not known"),
            *_SITE,
        ),
        _table(
            "indirect_read",
            "One row per call that lets something else read personal data through the app's code, and data type; at most 200 of one kind.",
            ("kind", "text", "bridge (a web page, by addJavascriptInterface) or timer (again and again)"),
            ("data_type", "text", "data type of the catalogue"),
            ("api", "text", "signature of the call that sets it up"),
            ("argument", "text", "name of the bridge, or period in ms; null where it is not constant"),
            ("target", "text", "class behind the bridge, or method that the timer runs"),
            ("reads", "text", "the first read, as `signature @ method`"),
            ("beside", "text", "of a bridge: first address of a page in the method that adds it"),
            *_SITE,
        ),
        _table(
            "type_guess",
            "One row where the app type (国信办秘字〔2021〕14号) could be guessed from name, package and manifest. A guess proves nothing.",
            ("app_type", "text", "short name of the app type"),
            ("score", "int", "4 for the name, 2 for the package, 1 for each word of the manifest"),
            ("evidence", "list", "name:<word>, package:<word>, manifest:<word>"),
        ),
        _table(
            "native_lib",
            "One row per native library.",
            ("name", "text", "file name"),
            ("abi", "text", "arm64-v8a …"),
            ("path", "text", "path in the package"),
            ("size", "int", "bytes"),
            _OWNER,
        ),
        _table(
            "asset",
            "One row per asset or raw resource that is code, an archive or a bundle of another technology.",
            ("path", "text", "path in the package; ! marks a file within a file"),
            ("kind", "text", "dex, zip, elf, hermes, javascript …, by its magic bytes"),
            ("size", "int", "bytes"),
            _OWNER,
        ),
        _table(
            "code",
            "One row per package with code: sizes, in numbers.",
            ("dex_files", "int", "dex files read"),
            ("classes", "int", "classes defined"),
            ("methods", "int", "methods with code"),
            ("call_sites", "int", "invoke instructions"),
            ("methods_at_start", "int", "methods reachable at start"),
        ),
        *(_table(*each) for each in POLICY_TABLES),
        _table(
            "coverage",
            "One row per package and kind of evidence.",
            ("kind", "text", "manifest, resources, signature, code, native, policy, links, listing, runtime, screen"),
            ("state", "text", "complete, partial, absent"),
            ("why_zh", "text", "reason for anything but complete"),
            ("why_en", "text", "the same in English"),
        ),
        _table(
            "limit",
            "One row per thing that could not be read or is not as a well-formed package has it.",
            ("code", "text", "stable short name"),
            ("where", "text", "path in the package, or empty"),
            ("zh", "text", "what, in words"),
            ("en", "text", "the same in English"),
        ),
    )
}
