"""What comes beside a package: its privacy policy and lists, its page in a store; read once and added to the facts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mingcha.model import MingchaError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mingcha.census.batch import Reading

_AUTO = "auto"


def document_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --policy, --sdk-list and --listing to a command."""
    options = (
        click.option("--policy", metavar="FILE|auto", help="隐私政策文件或文件夹；auto：在包内查找 Policy, or auto: look for one inside."),
        click.option("--sdk-list", "lists", multiple=True, metavar="FILE", help="单独的第三方SDK清单 A separate SDK list."),
        click.option("--listing", metavar="FILE", help="应用商店页面信息（JSON或YAML） The app's page in a store."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of one run; `policy` is a reading as of `policy.wire.merge`, `listing` and `links` rows of their facts."""

    policy: dict[str, Any] | None
    is_auto: bool
    listing: list[dict[str, str]] | None
    links: list[dict[str, str]] | None
    unsafe: bool

    def attach(self, readings: Iterable[Reading]) -> Iterator[Reading]:
        """Yield the readings with the facts of the documents added."""
        from mingcha.facts.listing import collect_listing  # noqa: PLC0415 - start-up time
        from mingcha.facts.policy_link import collect_links  # noqa: PLC0415 - start-up time

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
    """Read what the options name; MingchaError or UnreadablePackageError with one line for a bad file."""
    from mingcha.facts.listing import read_listing  # noqa: PLC0415 - start-up time

    if lists and policy in (None, _AUTO):
        raise MingchaError("--sdk-list 需要 --policy 文件 / --sdk-list needs --policy FILE")
    found = links = None
    if policy is not None and policy != _AUTO:
        found = _read_policy(policy, lists, unsafe=unsafe)
        links = _read_links(Path(policy))
    rows = None
    if listing is not None:
        path = Path(listing)
        if not path.is_file():
            raise MingchaError(f"{listing}: 文件不存在 / no such file")
        rows = read_listing(path.read_bytes(), path.name)
    return Documents(found, policy == _AUTO, rows, links, unsafe)


def _read_policy(policy: str, lists: tuple[str, ...], *, unsafe: bool) -> dict[str, Any]:
    from mingcha.cli.policy import read_confined  # noqa: PLC0415 - start-up time
    from mingcha.policy.acquire import find_files  # noqa: PLC0415 - start-up time
    from mingcha.policy.wire import merge  # noqa: PLC0415 - start-up time

    files = find_files(Path(policy)) + [file for each in lists for file in find_files(Path(each))]
    return merge([read_confined(file, unsafe=unsafe) for file in files])


def _read_links(folder: Path) -> list[dict[str, str]] | None:
    """Return the record of tried links beside a fetched policy, None when there is none."""
    from mingcha.facts.policy_link import FILE_NAME, MAX_BYTES, read_links  # noqa: PLC0415 - start-up time

    path = folder / FILE_NAME
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return read_links(file.read(MAX_BYTES + 1), str(path))


def _identities_inside(path: Path, *, unsafe: bool) -> list[dict[str, Any]]:
    """Return whose the policies inside a package are; a package whose texts cannot be read has none to compare."""
    from mingcha.cli.policy import run_confined  # noqa: PLC0415 - start-up time
    from mingcha.facts.policy_inside import read_identities  # noqa: PLC0415 - start-up time
    from mingcha.model import UnreadablePackageError  # noqa: PLC0415 - start-up time

    try:
        found: list[dict[str, Any]] = run_confined(read_identities, path, unsafe=unsafe)
    except (MingchaError, UnreadablePackageError):
        return []
    return found


def _read_inside(path: Path, *, unsafe: bool) -> dict[str, Any] | None:
    """Return the reading of the policies that a package holds, None when it holds none."""
    from mingcha.cli.policy import run_confined  # noqa: PLC0415 - start-up time
    from mingcha.facts.policy_inside import read_policies  # noqa: PLC0415 - start-up time
    from mingcha.policy.wire import merge  # noqa: PLC0415 - start-up time

    found = run_confined(read_policies, path, unsafe=unsafe)
    return merge(found) if found else None
