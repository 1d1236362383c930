from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from mingcha.platform.operate.demo.stage import LENGTH, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

CHINA = ZoneInfo("Asia/Shanghai")


@pytest.mark.django_db
def test_moments_are_counted_in_working_days() -> None:
    stage = Stage(date(2026, 10, 9))  # after the National Day holidays of 2026, 1 to 7 October
    assert stage.moment(1, 9, 30) == datetime(2026, 10, 8, 9, 30, tzinfo=CHINA)
    assert stage.moment(2, 9) == datetime(2026, 9, 30, 9, 0, tzinfo=CHINA)
    assert stage.now == stage.moment(LENGTH, 8)


@pytest.mark.django_db
def test_stories_go_on_in_the_order_of_their_moments() -> None:
    seen: list[tuple[str, datetime]] = []

    def told(name: str, *agos: int) -> object:
        def story(stage: Stage) -> Iterator[datetime]:
            for ago in agos:
                yield stage.moment(ago, 10)
                seen.append((name, stage.now))

        return story

    stage = Stage(date(2026, 3, 2))
    stage.play([told("a", 5, 2), told("b", 4, 3, 1), told("c", 5)])  # type: ignore[list-item]
    assert [name for name, _ in seen] == ["a", "c", "b", "b", "a", "b"]
    assert [moment for _, moment in seen] == sorted(moment for _, moment in seen)
