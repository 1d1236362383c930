"""Turns the catalogue's YAML files into one JSON-ready form, trimmed to what the loader reads.

setup.py runs this file on its own (runpy), so it imports nothing of mingcha.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

Record = dict[str, Any]

# Raised when the compiled form changes, so that an older compiled.json is not taken for this one.
FORM = "7"
# Technical means of access, in the words of data_types.yaml, besides `apis`.
_MEANS = (
    "permissions",
    "settings_keys",
    "content_uris",
    "system_properties",
    "files",
    "shell",
    "intents",
    "native",
    "hosts",
    "manifest",
    "sensor_types",
    "mime_types",
    "schemes",
)


def digest_folder(folder: Path) -> str:
    """Return the SHA-256 over names and bytes of the folder's YAML files, in lower-case hex."""
    digest = hashlib.sha256(FORM.encode())
    for path in sorted(folder.glob("*.yaml")):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def compile_folder(folder: Path) -> Record:
    """Read every YAML file of `folder`; return {"digest": hex, "parts": {name: records}}, JSON-ready."""
    import yaml  # noqa: PLC0415 - the compiled form is read without it

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    files = {
        path.stem: yaml.load(path.read_bytes(), Loader=loader)  # noqa: S506 - one of the two safe loaders
        for path in sorted(folder.glob("*.yaml"))
    }
    data_types = files["data_types"]
    criteria = files["criteria"]
    return {
        "digest": digest_folder(folder),
        "parts": {
            "clauses": _clauses(files["clauses"]),
            "subjects": files["clauses"]["subjects"],
            "labels": files["clauses"]["notice_labels"],
            "criteria": [_criterion(record) for record in criteria["criteria"]],
            "evidence_kinds": criteria["evidence_kinds"],
            "thresholds": criteria["thresholds"],
            "data_types": [_data_type(record) for record in data_types["data_types"]],
            "behaviours": [_behaviour(record) for record in data_types["behaviours"]],
            "readers": {name: _android(reader) for name, reader in data_types["readers"].items()},
            "permission_groups": data_types["permission_groups_cn"]["groups"],
            "permissions": files["permissions"]["permissions"],
            "system_packages": [prefix for maker in files["system_packages"]["makers"] for prefix in maker["prefixes"]],
            "app_types": files["app_types"]["app_types"],
            "sdks": [_sdk(record, _consent(record, files["sdks"]["sdks"])) for record in files["sdks"]["sdks"]],
            "libraries": [[record["id"], record["name"], record["package_prefixes"]] for record in files["libraries"]["libraries"]],
            "policy_terms": files["policy_terms"],
            "wordings": files["wordings"]["wordings"],
            "switches": [{"sdk": record["id"], **switch} for record in files["sdks"]["sdks"] for switch in record.get("switches", ())],
            "watched_calls": files["watched_calls"]["calls"],
        },
    }


def _clauses(file: Record) -> list[Record]:
    keep = ("id", "title_zh", "title_en", "subject", "notice_labels", "source", "evidence_mode", "text_zh", "related")
    return [
        {**{key: record[key] for key in keep if key in record}, "group": _notice(record["id"], supporting=supporting)}
        for supporting, records in ((False, file["clauses"]), (True, file["supporting"]))
        for record in records
    ]


def _notice(clause: str, *, supporting: bool) -> str:
    return "supporting" if supporting else clause.rpartition("-")[0]


def _criterion(record: Record) -> Record:
    keep = (
        "id",
        "clauses",
        "subject",
        "title_zh",
        "title_en",
        "condition",
        "finding_zh",
        "evidence",
        "automatable",
        "machine_verdict",
        "file_only_verdict",
        "notice_label",
        "threshold",
        "data_types",
        "behaviours",
        "source",
        "note",
    )
    return {key: record[key] for key in keep if key in record}


def _android(means: Record) -> Record:
    record: Record = {key: means[key] for key in _MEANS if key in means}
    record["apis"] = [[api["sig"], api["checked"], api.get("note"), api.get("since_api"), api.get("weak", False)] for api in means["apis"]]
    return record


def _data_type(record: Record) -> Record:
    keep = ("id", "zh", "en", "parent", "identifier_class", "policy_term", "synonyms_zh")
    short = {key: record[key] for key in keep if key in record}
    short["sensitive"] = record["sensitive_gbt35273"]
    short["permission_required"] = record.get("permission_required", False)
    short["android"] = _android({"apis": [], **(record.get("android") or {})})
    return short


def _behaviour(record: Record) -> Record:
    return {
        "id": record["id"],
        "zh": record["zh"],
        "en": record["en"],
        "note": record.get("note"),
        "android": _android({"apis": [], **(record.get("android") or {})}),
    }


def _consent(record: Record, records: list[Record]) -> Record | None:
    """Return how the SDK lets an app wait for consent: in its own words, in those of another one, or made of its switch."""
    said = record.get("consent", {})
    if "as" in said:
        said = next(other["consent"] for other in records if other["id"] == said["as"])
    if said:
        return {lang: said[lang] for lang in ("zh", "en")}
    taken = [switch["sig"] for switch in record.get("switches", ()) if switch["purpose"] == "consent" and switch["sig"].endswith("Z)V")]
    if not taken:
        return None
    method = taken[0].partition("(")[0].rpartition("/")[2].replace(";->", ".")
    return {
        "zh": f"用户同意后再初始化，并用{method}传入用户的选择。",
        "en": f"Initialise only after consent, and pass the user's choice by {method}.",
    }


def _sdk(record: Record, consent: Record | None) -> Record:
    short = {key: record[key] for key in ("id", "name_zh", "name_en", "vendor", "category", "verified")}
    short["prefixes"] = [
        [
            prefix["prefix"],
            bool(prefix.get("seen_in_artefact") or prefix.get("seen_in_source")),
            prefix.get("weak", False),
        ]
        for prefix in record["package_prefixes"]
    ]
    short["components"] = [
        [kind, component["name"]] for kind, components in sorted(record.get("manifest_components", {}).items()) for component in components
    ]
    short["native_libs"] = [library["name"] for library in record.get("native_libs", ())]
    short["meta_data_keys"] = [item["key"] for item in record.get("manifest_meta_data_keys", ())]
    short["domains"] = [item["domain"] for item in record.get("domains", ())]
    short["authorities"] = record.get("provider_authorities", [])
    short["hosts"] = record.get("hosts_in_code", [])
    short["permissions"] = record.get("permissions_in_sdk_manifest", [])
    short["personal_data"] = [item for item in record["personal_data_typical"] if ":" not in item]
    short["policy_url"] = record.get("privacy_policy_url")
    short["consent"] = consent
    return short
