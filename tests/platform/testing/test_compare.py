from __future__ import annotations

from typing import TYPE_CHECKING

from tests.platform.world import add_package, scanned

from mingcha.platform.testing.compare import compare

if TYPE_CHECKING:
    from tests.platform.world import World


def test_findings_are_new_left_or_gone_by_their_fingerprint(world: World) -> None:
    earlier = scanned(world.version, "a", "b", "c")
    later = scanned(add_package(world, "1.1", b"second"), "d", "c", "b")
    found = compare(earlier, later)
    assert [finding.fingerprint for finding in found.new] == ["d"]
    assert [finding.fingerprint for finding in found.left] == ["c", "b"]
    assert [finding.fingerprint for finding in found.gone] == ["a"]
    assert {finding.scan_id for finding in (*found.new, *found.left)} == {later.pk}
    assert {finding.scan_id for finding in found.gone} == {earlier.pk}


def test_nothing_changes_between_a_scan_and_itself(world: World) -> None:
    scan = scanned(world.version, "a", "b")
    found = compare(scan, scan)
    assert (len(found.new), len(found.left), len(found.gone)) == (0, 2, 0)
