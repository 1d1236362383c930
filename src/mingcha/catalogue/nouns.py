"""The nouns of the catalogue: clauses, criteria, data types and their APIs, app types, SDKs. No logic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mingcha.model import Text


class Clause(NamedTuple):
    """A clause a finding is booked on; `notice` is MIIT-2020, MIIT-2023, CAC-191 or supporting.

    `subjects` are keys of `Catalogue.subjects`; `labels` are ids of `Catalogue.labels`.
    """

    id: str
    notice: str
    title: Text
    subjects: tuple[str, ...]
    labels: tuple[str, ...]
    source: str
    evidence_mode: str | None
    text_zh: str | None
    related: tuple[str, ...]


class EvidenceKind(NamedTuple):
    """A kind of evidence that a criterion needs; `coverage` is the coverage kind that stands for it, if any does."""

    id: str
    title: Text
    coverage: str | None


class EvidenceNeed(NamedTuple):
    """One kind of evidence of a criterion, with the phases of use in which it must be taken (empty: as a whole)."""

    kind: str
    phases: tuple[str, ...]


class Criterion(NamedTuple):
    """A test case of one or more clauses; the verdict fields are decide, suspect or none."""

    id: str
    clauses: tuple[str, ...]
    subjects: tuple[str, ...]
    title: Text
    condition: str
    finding_zh: str
    evidence: tuple[EvidenceNeed, ...]
    automatable: str
    machine_verdict: str
    file_only_verdict: str
    label: str | None
    threshold: str | None
    data_types: tuple[str, ...]
    behaviours: tuple[str, ...]
    source: tuple[str, ...]
    note: str | None


class NoticeLabel(NamedTuple):
    """A form of words of the column 所涉问题 of public notices; its id is the Chinese wording."""

    id: str
    title: Text
    aliases: tuple[str, ...]
    clauses: tuple[str, ...]
    objects: tuple[str, ...]


class Threshold(NamedTuple):
    """A number of a criterion; `basis` says how binding it is."""

    id: str
    value: Any
    unit: str
    op: str
    basis: str
    source: str


class Api(NamedTuple):
    """A method or field signature, `Lpkg/Class;->name(args)ret` or `Lpkg/Class;->NAME:type`.

    `checked` says where the signature was confirmed (sdk, hidden, aidl, androidx, vendor, vendor_sdk, expert). `weak`
    means that the call alone does not read the data: a capability test, a handle, a sibling value.
    """

    sig: str
    checked: str
    note: str | None
    since_api: int | None
    weak: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """The technical means on Android that read a data type, show a behaviour, or open a reader.

    `settings_keys` are written table/key (secure/android_id).
    """

    apis: tuple[Api, ...] = ()
    permissions: tuple[str, ...] = ()
    settings_keys: tuple[str, ...] = ()
    content_uris: tuple[str, ...] = ()
    system_properties: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    shell: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    native: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    manifest: tuple[str, ...] = ()
    sensor_types: tuple[str, ...] = ()
    mime_types: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DataType(Means):
    """A type of personal information; `identifier_class` is immutable, mutable, derived or None.

    Where `permission_required`, no read succeeds unless the app asks for one of `permissions`.
    """

    id: str
    zh: str
    en: str
    parent: str | None
    sensitive: bool
    permission_required: bool
    identifier_class: str | None
    policy_term: str | None
    synonyms_zh: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour(Means):
    """A regulated behaviour other than a read of personal information."""

    id: str
    zh: str
    en: str
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader(Means):
    """A general way to read (settings, content provider …): an argument decides the data type."""

    id: str


class PermissionGroup(NamedTuple):
    """One of the nine permission families of T/TAF 078.4; its id is the Chinese name."""

    id: str
    title: Text
    permissions: tuple[str, ...]


class PermissionInfo(NamedTuple):
    """A platform permission: `level` is normal, dangerous, signature or special; `group_zh` its family, if any."""

    name: str
    level: str
    checked: str
    group_zh: str | None


class Necessary(NamedTuple):
    """One item of the necessary personal information of an app type; `condition_zh` limits it to a sub-service."""

    text_zh: str
    data_types: tuple[str, ...]
    condition_zh: str | None


class AppType(NamedTuple):
    """One of the 39 common app types of 国信办秘字〔2021〕14号; `number` is the printed one."""

    key: str
    number: int
    title: Text
    basic_function_zh: str
    no_personal_info_needed: bool
    necessary: tuple[Necessary, ...]
    permission_groups: tuple[str, ...]
    keywords_zh: tuple[str, ...]
    keywords_en: tuple[str, ...]


class SdkPrefix(NamedTuple):
    """A package prefix in dots; `seen` in a real artefact or source; `weak` when others use the same words too."""

    prefix: str
    seen: bool
    weak: bool


class SdkComponent(NamedTuple):
    """A manifest component of an SDK: activity, provider, receiver or service, and its class."""

    type: str
    name: str


class Sdk(NamedTuple):
    """An SDK of the registry; `verified` when a real artefact with its packages was examined.

    `authorities` may hold ${applicationId}; `personal_data` is what such an SDK usually reads, never a finding. `consent`
    says how it lets an app wait for the user's consent, where that is known.
    """

    id: str
    name: Text
    vendor: str | None
    category: str
    verified: bool
    prefixes: tuple[SdkPrefix, ...]
    components: tuple[SdkComponent, ...]
    native_libs: tuple[str, ...]
    authorities: tuple[str, ...]
    meta_data_keys: tuple[str, ...]
    domains: tuple[str, ...]
    hosts: tuple[str, ...]
    permissions: tuple[str, ...]
    personal_data: tuple[str, ...]
    policy_url: str | None
    consent: Text | None = None


class Library(NamedTuple):
    """An open-source library that apps and SDKs build in; `prefixes` are package prefixes in dots."""

    id: str
    name: str
    prefixes: tuple[str, ...]


class PolicyTerms(NamedTuple):
    """Gazetteer and grammar for reading privacy policies: the sections of policy_terms.yaml as they are."""

    sections: Mapping[str, Any]


class Wording(NamedTuple):
    """What texts of an app may speak of: one of `words` (regular expressions) is found and none of `never`.

    Each of the words holds one of `stems` in letters.
    """

    id: str
    title: Text
    stems: tuple[str, ...]
    words: tuple[str, ...]
    never: tuple[str, ...]


class SdkSwitch(NamedTuple):
    """A method by which an SDK lets its host pass on the user's choice; `purpose` is consent or personalised_ads."""

    sdk: str
    purpose: str
    sig: str
    checked: str


class WatchedApi(NamedTuple):
    """A method and which argument matters, counted from 0 behind the receiver; None where the call itself does."""

    sig: str
    checked: str
    argument: int | None


class WatchedCall(NamedTuple):
    """Calls that read nothing and matter for a value; `unit` says what the value is."""

    id: str
    title: Text
    unit: str
    apis: tuple[WatchedApi, ...]
