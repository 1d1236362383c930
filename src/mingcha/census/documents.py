"""What comes beside a package: its privacy policy and lists, its page in a store; read once and added to the facts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mingcha.facts.listing import collect_listing, read_listing
from mingcha.facts.policy_link import FILE_NAME, MAX_BYTES, collect_links, read_links
from mingcha.model import MingchaError, UnreadablePackageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mingcha.census.batch import Reading

AUTO = "auto"


class Documents(NamedTuple):
    """The documents of one run; `policy` is a reading as of `policy.wire.merge`, `listing` and `links` rows of their facts."""

    policy: dict[str, Any] | None
    is_auto: bool
    listing: list[dict[str, str]] | None
    links: list[dict[str, str]] | None
    unsafe: bool

    def attach(self, readings: Iterable[Reading]) -> Iterator[Reading]:
        """Yield the readings with the facts of the documents added."""
        for reading in readings:
            if reading.failure is None:
                self._attach_policy(reading)
                if self.links is not None:
                    collect_links(reading.facts, self.links)
                if self.listing is not None:
                    collect_listing(reading.facts, self.listing)
            yield reading

    def _attach_policy(self, reading: Reading) -> None:
        if self.policy is None and not self.is_auto:
            return
        from mingcha.facts.policy import collect_policy, note_absence  # noqa: PLC0415 - start-up time

        if self.policy is not None:
            collect_policy(reading.facts, self.policy)
            for row in _identities_inside(reading.path, unsafe=self.unsafe):
                reading.facts.add("policy_identity", source="inside", **row)
        elif found := _read_inside(reading.path, unsafe=self.unsafe):
            collect_policy(reading.facts, found, "inside")
        else:
            note_absence(reading.facts)


def open_documents(policy: str | None, lists: tuple[str, ...], listing: str | None, *, unsafe: bool) -> Documents:
    """Read what is named: a policy file or folder, or `AUTO` for one inside the package; separate SDK lists; a store's page.

    MingchaError or UnreadablePackageError with one line for a bad file.
    """
    if lists and policy in (None, AUTO):
        raise MingchaError("--sdk-list 需要 --policy 文件 / --sdk-list needs --policy FILE")
    found = links = None
    if policy is not None and policy != AUTO:
        found = _read_policy(policy, lists, unsafe=unsafe)
        links = _read_links(Path(policy))
    rows = None
    if listing is not None:
        path = Path(listing)
        if not path.is_file():
            raise MingchaError(f"{listing}: 文件不存在 / no such file")
        rows = read_listing(path.read_bytes(), path.name)
    return Documents(found, policy == AUTO, rows, links, unsafe)


def _read_policy(policy: str, lists: tuple[str, ...], *, unsafe: bool) -> dict[str, Any]:
    from mingcha.policy.acquire import find_files  # noqa: PLC0415 - start-up time
    from mingcha.policy.confined import read_confined  # noqa: PLC0415 - start-up time
    from mingcha.policy.wire import merge  # noqa: PLC0415 - start-up time

    files = find_files(Path(policy)) + [file for each in lists for file in find_files(Path(each))]
    return merge([read_confined(file, unsafe=unsafe) for file in files])


def _read_links(folder: Path) -> list[dict[str, str]] | None:
    """Return the record of tried links beside a fetched policy, None when there is none."""
    path = folder / FILE_NAME
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return read_links(file.read(MAX_BYTES + 1), str(path))


def _identities_inside(path: Path, *, unsafe: bool) -> list[dict[str, Any]]:
    """Return whose the policies inside a package are; a package whose texts cannot be read has none to compare."""
    from mingcha.facts.policy_inside import read_identities  # noqa: PLC0415 - start-up time
    from mingcha.policy.confined import run_confined  # noqa: PLC0415 - start-up time

    try:
        found: list[dict[str, Any]] = run_confined(read_identities, path, unsafe=unsafe)
    except (MingchaError, UnreadablePackageError):
        return []
    return found


def _read_inside(path: Path, *, unsafe: bool) -> dict[str, Any] | None:
    """Return the reading of the policies that a package holds, None when it holds none."""
    from mingcha.facts.policy_inside import read_policies  # noqa: PLC0415 - start-up time
    from mingcha.policy.confined import run_confined  # noqa: PLC0415 - start-up time
    from mingcha.policy.wire import merge  # noqa: PLC0415 - start-up time

    found = run_confined(read_policies, path, unsafe=unsafe)
    return merge(found) if found else None
