"""The nouns of the product: what a report is made of. Frozen dataclasses, standard library only.

Field names and meanings follow the report JSON (docs/report.schema.json); `reports.json` writes them out as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class MingchaError(Exception):
    """Base of the product's own errors; the message is one line that a user can act on."""


class UnreadablePackageError(MingchaError):
    """The file is not a package that can be read: missing, empty, truncated, encrypted, of another format."""


class InvalidRuleError(MingchaError):
    """A rule file is wrong; the message names the file and the place."""


class Verdict(StrEnum):
    """Outcome for a clause, or (the first two only) of a finding."""

    VIOLATED = "violated"  # 违规: the evidence decides
    SUSPECTED = "suspected"  # 疑似: a person or a device run must confirm
    NOT_FOUND = "not-found"  # 未发现: everything that belongs to the clause was tested and nothing was found
    NOT_TESTED = "not-tested"  # 未检测: with the reason
    NOT_APPLICABLE = "not-applicable"  # 不适用


class Grade(StrEnum):
    """Weight of a finding."""

    SERIOUS = "serious"
    GENERAL = "general"
    NOTE = "note"


class StartState(StrEnum):
    """When a call site can run, by reachability from the app's real entry points."""

    AT_START = "at-start"  # from process start to the first screen, without a user's action and without a consent check
    GATED = "gated"  # as at-start, but only behind a check of a stored consent flag
    USER_ACTION = "user-action"
    BACKGROUND = "background"  # services, receivers, jobs, workers
    UNREACHED = "unreached"


class CoverageState(StrEnum):
    """How much of one kind of evidence was seen."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    ABSENT = "absent"


class BaselineState(StrEnum):
    """How a finding stands to an earlier report."""

    NEW = "new"  # not in it, or graver than in it
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Tool:
    """Who made a report. `rules` and `catalogue` are SHA-256 digests of the rule pack and of the catalogue."""

    version: str
    rules: str
    catalogue: str
    name: str = "mingcha"


@dataclass(frozen=True, slots=True)
class Package:
    """The tested file. `kind` is the package format (apk, aab …); `size` is in bytes."""

    sha256: str
    size: int
    kind: str
    file_name: str
    app_id: str | None = None
    name: str | None = None
    version_name: str | None = None
    version_code: int | None = None
    min_sdk: int | None = None
    target_sdk: int | None = None
    packer: str | None = None
    app_type: str | None = None


@dataclass(frozen=True, slots=True)
class Signer:
    """One signer under one signature scheme (v1, v2, v3, v3.1); `sha256` is the certificate's digest."""

    scheme: str
    sha256: str | None
    subject: str | None
    valid: bool
    debug: bool
    algorithm: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission the manifest asks for; `group_zh` is its family among the nine of T/TAF 078.4, if any."""

    name: str
    level: str
    group_zh: str | None = None
    max_sdk: int | None = None
    owner: str = "app"


@dataclass(frozen=True, slots=True)
class Component:
    """A manifest component; `cls` is its full class name, `exported` is what Android would take."""

    type: str
    cls: str
    exported: bool
    enabled: bool = True
    permission: str | None = None
    process: str | None = None
    owner: str = "app"


@dataclass(frozen=True, slots=True)
class SdkFound:
    """An SDK of the registry found in the package; `evidence` says by what (code, string, shape, component, native, asset …).

    `version_basis` is file, constant, meta-data, library or nearest. `state` is initialised (some of its code can run, first as
    `start_state` says), linked (none can) or present (traces without code).
    """

    id: str
    name: Text
    version: str | None
    confidence: float
    evidence: tuple[str, ...]
    version_basis: str | None = None
    state: str | None = None
    start_state: str | None = None


@dataclass(frozen=True, slots=True)
class Access:
    """A read of personal data (`data_type`) or a regulated behaviour at one call site.

    `path` leads from an entry point to the call, one `[edge ]method[:line][ @owner]` per step: how it is reached where it is
    not simply called, the source line of the call to the next, whose code begins; it is empty when the site is unreached.
    `gate` is the consent check before a gated site: flag, its value before consent, and the place of the check.
    """

    data_type: str | None
    behaviour: str | None
    api: str
    caller: str
    owner: str
    start_state: StartState
    path: tuple[str, ...]
    initiator: str = "app"
    argument: str | None = None
    line: int | None = None
    gate: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place that shows a finding: `kind` is code, manifest, policy, listing, runtime, screen, native or sdk."""

    kind: str
    where: str
    quote: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suppression:
    """Why somebody decided that a finding does not count; it stays in every report.

    `expires` is the last day on which that holds (YYYY-MM-DD); after it `active` is false and the finding counts again.
    """

    reason: str
    expires: str | None
    active: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule's result for one owner and data type, with all its places; `id` is stable from version to version.

    `label` is empty where public notices have no words for it: then the criteria say what it is.
    `suppression` is set by a suppression file, `baseline` where an earlier report was given for comparison.
    """

    id: str
    rule: str
    verdict: Verdict
    grade: Grade
    clauses: tuple[str, ...]
    criteria: tuple[str, ...]
    label: str
    title: Text
    owner: str
    data_type: str | None
    sentence: Text
    remedy: Text
    evidence: tuple[Evidence, ...]
    suppression: Suppression | None = None
    baseline: BaselineState | None = None


@dataclass(frozen=True, slots=True)
class ClauseOutcome:
    """What can be said about one clause of the two notices, and why."""

    id: str
    verdict: Verdict
    why: Text


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of one kind of evidence was seen; `why` explains anything less than complete."""

    kind: str
    state: CoverageState
    why: Text | None = None


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One statement of the policy: who (`handler`) does what (`practice`) with a data type.

    `start` and `end` are the offsets of `quote` in the policy's text, in characters.
    """

    data_type: str
    practice: str
    handler: str
    quote: str
    start: int
    end: int
    recipient: str | None = None
    purpose: str | None = None
    scope: str | None = None
    polarity: str | None = None
    hedge: str | None = None
    file: str = ""


@dataclass(frozen=True, slots=True)
class PolicyElement:
    """One check of the policy's form, with the words that show it; `present` is None where it could not be decided."""

    element: str
    present: bool | None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class PolicySdk:
    """One row of the policy's SDK list; `sdk` is the registry id where the printed name is known, `data` the data as printed."""

    name: str
    sdk: str | None = None
    purpose: str | None = None
    data_types: tuple[str, ...] = ()
    data: str | None = None
    link: str | None = None
    complete: bool = False


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """One file of the policy: `text` is what the places of statements are counted in, perhaps cut."""

    name: str
    sha256: str
    form: str
    characters: int
    text: str


@dataclass(frozen=True, slots=True)
class ToldType:
    """A type of data that code of `owner` can read beside what the policy says of it.

    `state` is clear, vague, mentioned, ambiguous, incorrect, omitted, or unnamed where the policy does not name the SDK at all.
    """

    owner: str
    data_type: str
    state: str
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class PolicyView:
    """What was read of a privacy policy; `source` is given, asset or none. The first of `files` is the policy, the others its lists."""

    found: bool = False
    source: str = "none"
    sha256: str | None = None
    files: tuple[PolicyFile, ...] = ()
    told: tuple[ToldType, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    elements: tuple[PolicyElement, ...] = ()
    sdks: tuple[PolicySdk, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything said about one package. Sorted by its makers, free of clocks: the same input gives the same report."""

    tool: Tool
    package: Package
    signers: tuple[Signer, ...] = ()
    permissions: tuple[Permission, ...] = ()
    components: tuple[Component, ...] = ()
    sdks: tuple[SdkFound, ...] = ()
    accesses: tuple[Access, ...] = ()
    policy: PolicyView = field(default_factory=PolicyView)
    findings: tuple[Finding, ...] = ()
    clauses: tuple[ClauseOutcome, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    limits: tuple[Text, ...] = ()
    schema_version: int = 1
