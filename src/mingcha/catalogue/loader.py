"""The one loader of the catalogue: typed, cached, built part by part on first use."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mingcha.catalogue.compile import compile_folder, digest_folder
from mingcha.catalogue.nouns import (
    Api,
    AppType,
    Behaviour,
    Clause,
    Criterion,
    DataType,
    EvidenceKind,
    EvidenceNeed,
    Library,
    Necessary,
    NoticeLabel,
    PermissionGroup,
    PermissionInfo,
    PolicyTerms,
    Reader,
    Sdk,
    SdkComponent,
    SdkPrefix,
    SdkSwitch,
    Threshold,
    WatchedApi,
    WatchedCall,
    Wording,
)
from mingcha.model import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parent


class Catalogue:
    """The law and the field as data; every mapping is read-only and in the order of its file.

    `digest` is the SHA-256 over the YAML files.
    """

    def __init__(self, digest: str, parts: dict[str, Any]) -> None:
        self.digest = digest
        self._parts = parts

    @functools.cached_property
    def clauses(self) -> Mapping[str, Clause]:
        """Clauses by id: 10 of MIIT-2020, 26 of MIIT-2023, 31 of CAC-191, then the supporting ones."""
        return MappingProxyType({record["id"]: _clause(record) for record in self._parts["clauses"]})

    @functools.cached_property
    def subjects(self) -> Mapping[str, Text]:
        """Whom a clause binds (APP, SDK, store, terminal, network access provider) in words."""
        return MappingProxyType({name: Text(**words) for name, words in self._parts["subjects"].items()})

    @functools.cached_property
    def labels(self) -> Mapping[str, NoticeLabel]:
        """Labels of public notices by their Chinese wording."""
        return MappingProxyType(
            {
                record["label"]: NoticeLabel(
                    id=record["label"],
                    title=Text(record["label"], record["en"]),
                    aliases=tuple(record["aliases"]),
                    clauses=tuple(record["clauses"]),
                    objects=tuple(record["objects"]),
                )
                for record in self._parts["labels"]
            }
        )

    @functools.cached_property
    def criteria(self) -> Mapping[str, Criterion]:
        """The 252 test criteria by id."""
        return MappingProxyType({record["id"]: _criterion(record) for record in self._parts["criteria"]})

    @functools.cached_property
    def criteria_by_clause(self) -> Mapping[str, tuple[Criterion, ...]]:
        """The criteria of each clause; a clause without any has an empty tuple."""
        found: dict[str, list[Criterion]] = {clause: [] for clause in self.clauses}
        for criterion in self.criteria.values():
            for clause in criterion.clauses:
                found[clause].append(criterion)
        return MappingProxyType({clause: tuple(criteria) for clause, criteria in found.items()})

    @functools.cached_property
    def evidence_kinds(self) -> Mapping[str, EvidenceKind]:
        """Kinds of evidence that criteria ask for, by id."""
        return MappingProxyType(
            {
                name: EvidenceKind(name, Text(words["zh"], words["en"]), words.get("coverage"))
                for name, words in self._parts["evidence_kinds"].items()
            }
        )

    @functools.cached_property
    def thresholds(self) -> Mapping[str, Threshold]:
        """Numbers that criteria refer to, by id."""
        keys = ("value", "unit", "op", "basis", "source")
        return MappingProxyType(
            {name: Threshold(name, *(record[key] for key in keys)) for name, record in self._parts["thresholds"].items()}
        )

    @functools.cached_property
    def data_types(self) -> Mapping[str, DataType]:
        """Types of personal information by id."""
        return MappingProxyType({record["id"]: _data_type(record) for record in self._parts["data_types"]})

    @functools.cached_property
    def behaviours(self) -> Mapping[str, Behaviour]:
        """Regulated behaviours by id."""
        return MappingProxyType(
            {
                record["id"]: Behaviour(id=record["id"], zh=record["zh"], en=record["en"], note=record["note"], **_means(record["android"]))
                for record in self._parts["behaviours"]
            }
        )

    @functools.cached_property
    def readers(self) -> Mapping[str, Reader]:
        """General readers by id: content_provider, settings, system_property, shell, reflection, file."""
        return MappingProxyType({name: Reader(id=name, **_means(means)) for name, means in self._parts["readers"].items()})

    @functools.cached_property
    def permission_groups(self) -> Mapping[str, PermissionGroup]:
        """The nine permission families by their Chinese name."""
        return MappingProxyType(
            {
                name: PermissionGroup(name, Text(name, record["en"]), tuple(record["permissions"]))
                for name, record in self._parts["permission_groups"].items()
            }
        )

    @functools.cached_property
    def permissions(self) -> Mapping[str, PermissionInfo]:
        """Platform permissions by full name; others are unknown to the catalogue."""
        group = {name: group.id for group in self.permission_groups.values() for name in group.permissions}
        return MappingProxyType(
            {
                record["name"]: PermissionInfo(record["name"], record["level"], record["checked"], group.get(record["name"]))
                for record in self._parts["permissions"]
            }
        )

    @functools.cached_property
    def system_packages(self) -> tuple[str, ...]:
        """Prefixes of application ids that belong to Android or to the maker of the phone."""
        return tuple(self._parts["system_packages"])

    @functools.cached_property
    def app_types(self) -> Mapping[str, AppType]:
        """The 39 app types by key."""
        return MappingProxyType({record["key"]: _app_type(record) for record in self._parts["app_types"]})

    @functools.cached_property
    def sdks(self) -> Mapping[str, Sdk]:
        """SDKs of the registry by id."""
        return MappingProxyType({record["id"]: _sdk(record) for record in self._parts["sdks"]})

    @functools.cached_property
    def libraries(self) -> Mapping[str, Library]:
        """Open-source libraries by id."""
        return MappingProxyType({id_: Library(id_, name, tuple(prefixes)) for id_, name, prefixes in self._parts["libraries"]})

    @functools.cached_property
    def policy_terms(self) -> PolicyTerms:
        """The gazetteer of the policy reader."""
        return PolicyTerms(MappingProxyType(self._parts["policy_terms"]))

    @functools.cached_property
    def wordings(self) -> Mapping[str, Wording]:
        """What texts of an app are searched for, by id."""
        lists = ("stems", "words", "never")
        return MappingProxyType(
            {
                record["id"]: Wording(record["id"], Text(record["zh"], record["en"]), *(tuple(record.get(key, ())) for key in lists))
                for record in self._parts["wordings"]
            }
        )

    @functools.cached_property
    def switches(self) -> tuple[SdkSwitch, ...]:
        """What SDKs offer their host for privacy."""
        return tuple(SdkSwitch(**record) for record in self._parts["switches"])

    @functools.cached_property
    def watched_calls(self) -> Mapping[str, WatchedCall]:
        """Calls that are watched for the value they are given, by id."""
        return MappingProxyType(
            {
                record["id"]: WatchedCall(
                    record["id"],
                    Text(record["zh"], record["en"]),
                    record["unit"],
                    tuple(WatchedApi(api["sig"], api["checked"], api.get("argument")) for api in record["apis"]),
                )
                for record in self._parts["watched_calls"]
            }
        )


@functools.cache
def load() -> Catalogue:
    """Return the catalogue, from compiled.json when it fits the YAML files, else from these."""
    return load_folder(FOLDER)


def load_folder(folder: Path) -> Catalogue:
    """Return the catalogue of one folder of YAML files, uncached."""
    digest = digest_folder(folder)
    compiled = folder / "compiled.json"
    form: dict[str, Any] = {}
    if compiled.exists():
        form = json.loads(compiled.read_bytes())
    if form.get("digest") != digest:
        form = compile_folder(folder)
    return Catalogue(digest, form["parts"])


def _clause(record: dict[str, Any]) -> Clause:
    return Clause(
        id=record["id"],
        notice=record["group"],
        title=Text(record["title_zh"], record["title_en"]),
        subjects=tuple(record["subject"]),
        labels=tuple(record.get("notice_labels", ())),
        source=record["source"],
        evidence_mode=record.get("evidence_mode"),
        text_zh=record.get("text_zh"),
        related=tuple(record.get("related", ())),
    )


def _criterion(record: dict[str, Any]) -> Criterion:
    return Criterion(
        id=record["id"],
        clauses=tuple(record["clauses"]),
        subjects=tuple(record["subject"]),
        title=Text(record["title_zh"], record["title_en"]),
        condition=record["condition"],
        finding_zh=record["finding_zh"],
        evidence=tuple(EvidenceNeed(need["kind"], tuple(need.get("phases", ()))) for need in record["evidence"]),
        automatable=record["automatable"],
        machine_verdict=record["machine_verdict"],
        file_only_verdict=record["file_only_verdict"],
        label=record.get("notice_label"),
        threshold=record.get("threshold"),
        data_types=tuple(record.get("data_types", ())),
        behaviours=tuple(record.get("behaviours", ())),
        source=tuple(record["source"]),
        note=record.get("note"),
    )


def _means(record: dict[str, Any]) -> dict[str, Any]:
    means: dict[str, Any] = {key: tuple(values) for key, values in record.items() if key != "apis"}
    means["apis"] = tuple(Api(*api) for api in record["apis"])
    return means


def _data_type(record: dict[str, Any]) -> DataType:
    return DataType(
        id=record["id"],
        zh=record["zh"],
        en=record["en"],
        parent=record.get("parent"),
        sensitive=record["sensitive"],
        permission_required=record["permission_required"],
        identifier_class=record.get("identifier_class"),
        policy_term=record.get("policy_term"),
        synonyms_zh=tuple(record.get("synonyms_zh", ())),
        **_means(record["android"]),
    )


def _app_type(record: dict[str, Any]) -> AppType:
    return AppType(
        key=record["key"],
        number=record["id"],
        title=Text(record["zh"], record["en"]),
        basic_function_zh=record["basic_function_zh"],
        no_personal_info_needed=record["no_personal_info_needed"],
        necessary=tuple(Necessary(item["text_zh"], tuple(item["data_types"]), item.get("condition")) for item in record["necessary"]),
        permission_groups=tuple(record["permissions_commonly_justified"]),
        keywords_zh=tuple(record["keywords_zh"]),
        keywords_en=tuple(record["keywords_en"]),
    )


def _sdk(record: dict[str, Any]) -> Sdk:
    lists = ("native_libs", "authorities", "meta_data_keys", "domains", "hosts", "permissions", "personal_data")
    return Sdk(
        id=record["id"],
        name=Text(record["name_zh"], record["name_en"]),
        vendor=record["vendor"],
        category=record["category"],
        verified=record["verified"],
        prefixes=tuple(SdkPrefix(*prefix) for prefix in record["prefixes"]),
        components=tuple(SdkComponent(*component) for component in record["components"]),
        policy_url=record["policy_url"],
        consent=Text(**record["consent"]) if record["consent"] else None,
        **{key: tuple(record[key]) for key in lists},
    )
