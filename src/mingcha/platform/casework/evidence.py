"""Files in a case: an officer's evidence (what a store offers, letters, records of service), a company's reports. They are never opened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from mingcha.model import Text
from mingcha.platform.casework.models import CaseFile
from mingcha.platform.casework.step import Field

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from mingcha.platform.casework.models import Case
    from mingcha.platform.casework.step import Move

MOST_FILES = 10  # at once
LARGEST = 200 * 2**20  # bytes of each

FILES = Field(
    "files",
    "files",
    Text("证据文件", "Evidence"),
    help=Text("截图、录屏、来函等，可多选", "screenshots, recordings, letters; several at once"),
)
# What a company hands in with what it says.
MATERIAL = replace(
    FILES,
    label=Text("附件", "Files"),
    required=False,
    help=Text("整改情况报告、证明材料等，可多选", "a report on what was done, proof; several at once"),
)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that lies in the store, as a step takes it; the log has it as its name and SHA-256."""

    sha256: str
    name: str
    size: int

    def __str__(self) -> str:
        return f"{self.name} {self.sha256}"


def attach(move: Move, *, open_to_party: bool = False) -> None:
    """Keep the files of the step with the case; the first one's hash is the entry's evidence, the log names each."""
    files: list[StoredFile] = list(move.data["files"] or ())
    CaseFile.objects.bulk_create(
        CaseFile(
            case=move.case,
            sha256=file.sha256,
            name=file.name[:255],
            size=file.size,
            open_to_party=open_to_party,
            added_by=move.person,
            added_at=move.at,
        )
        for file in files
    )
    if files:
        move.told["evidence"] = files[0].sha256


def own_files(case: Case) -> QuerySet[CaseFile]:
    """Return the files that the authority has put into the case: what the company handed in proves nothing against it."""
    return case.files.filter(added_by__body=case.bureau_id)


def has_proof_since_notice(case: Case) -> bool:
    """Return whether the authority put a file into the case on the day of its public notice or later."""
    times = own_files(case).values_list("added_at", flat=True)
    return case.noticed_on is not None and any(localdate(at) >= case.noticed_on for at in times)
