"""What answers look like. Codes are those of the pages' addresses; words for people are in Chinese and English."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema


class Words(Schema):
    """A text in both languages."""

    zh: str
    en: str


class BodyOut(Schema):
    """A body: an authority, a lab, a company."""

    id: int
    kind: str
    name: str


class MeOut(Schema):
    """Whose token this is, and what it may do."""

    username: str
    name: str
    role: str
    body: BodyOut
    scopes: list[str]
    expires_at: datetime


class ScanOut(Schema):
    """A scan: `state` is queued, done, failed or cancelled; `percent` and `progress` tell how far a queued one got."""

    id: int
    state: str
    why: str
    app: str | None
    package_name: str | None
    version: str | None
    package: str
    file_name: str
    requested_at: datetime
    ended_at: datetime | None
    percent: int | None
    progress: Words | None
    findings: int | None
    engine: str
    rules: str


class ScanPage(Schema):
    """Scans, newest first."""

    items: list[ScanOut]
    next: int | None


class FindingOut(Schema):
    """A finding with its evidence. `review` is what the reviewer said of it, null for companies."""

    id: int
    fingerprint: str
    rule: str
    verdict: str
    grade: str
    label: str
    clauses: list[str]
    criteria: list[str]
    owner: str
    data_type: str
    sentence: Words
    remedy: Words
    evidence: list[dict[str, Any]]
    review: str | None


class FindingPage(Schema):
    """Findings of a scan, in the order of the report."""

    items: list[FindingOut]
    next: int | None


class CaseOut(Schema):
    """A case as it stands; `undecided` is all that companies learn of the states in which the authority has yet to decide.

    `due_on` is the limit that runs now, `public_due_on` the one that the public notice has set.
    """

    id: int
    number: str
    subject: str
    title: str
    version: str | None
    state: str
    labels: list[str]
    authority: BodyOut
    opened_on: date
    closed_on: date | None
    due_on: date | None
    due_certain: bool
    public_due_on: date | None


class CasePage(Schema):
    """Cases, newest first."""

    items: list[CaseOut]
    next: int | None


class EntryOut(Schema):
    """A thing that happened to a case: the kind of entry, the states before and after, and what was said."""

    number: int
    at: datetime
    who: str
    kind: str
    before: str | None
    after: str | None
    said: dict[str, Any]
    evidence: str


class Choice(Schema):
    """A value that a field takes."""

    value: str
    label: Words


class FieldOut(Schema):
    """A field of a step; `choices` where it takes certain values alone."""

    name: str
    kind: str
    label: Words
    required: bool
    choices: list[Choice] | None


class StepOut(Schema):
    """A step that can be taken in the case's state; `objections` stand against it now.

    `page_only` ones ask to sign in again, or for files.
    """

    name: str
    title: Words
    fields: list[FieldOut]
    objections: list[Words]
    page_only: bool


class StepIn(Schema):
    """The fields of a step by name."""

    data: dict[str, Any] = Field(default_factory=dict)


class LeadOut(Schema):
    """A lead."""

    id: int
    number: str
    source: str
    subject: str
    name: str
    package_name: str
    version: str
    where: str
    items: list[str]
    text: str
    state: str
    why: str
    entered_by: BodyOut
    authority: BodyOut
    received_on: date
    due_on: date | None
    case: str | None


class LeadPage(Schema):
    """Leads, newest first."""

    items: list[LeadOut]
    next: int | None


class LeadIn(Schema):
    """A new lead; `authority` is the id of the body that is to deal with it, one's own where it is left out."""

    source: str
    subject: str = "app"
    name: str
    package_name: str = ""
    version: str = ""
    where: str = ""
    text: str = ""
    authority: int | None = None


class RowOut(Schema):
    """A line of a notice's annex."""

    number: int
    name: str
    developer: str
    source: str
    version: str
    labels: list[str]


class NoticeOut(Schema):
    """An issued public notice."""

    id: int
    kind: str
    title: str
    authority: BodyOut
    year: int | None
    number: int | None
    total: int | None
    issued_on: date
    deadline: date | None


class NoticePage(Schema):
    """Notices, newest first."""

    items: list[NoticeOut]
    next: int | None


class NoticeWhole(NoticeOut):
    """A notice with its annex."""

    rows: list[RowOut]
