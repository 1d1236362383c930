from __future__ import annotations

from typing import TYPE_CHECKING

from tests.platform.world import AT, scanned

from mingcha.platform.testing.checklist import Judged, checklist, conclusion_hint, tally
from mingcha.platform.testing.criteria import criteria
from mingcha.platform.testing.models import Check, Test, Verdict

if TYPE_CHECKING:
    from tests.platform.world import World


def _test(world: World) -> Test:
    scan = scanned(world.version, "a", "b")
    scan.clauses = [{"id": "MIIT-2020-1", "verdict": "suspected", "why": ""}, {"id": "MIIT-2020-3", "verdict": "not-tested", "why": ""}]
    scan.save()
    test = Test.objects.create(version=world.version, lab=world.bodies["lab"], scan=scan, assigned_at=AT)
    Check.objects.create(test=test, criterion="COL-01", verdict=Verdict.SUSPECTED, by_machine=True, at=AT)
    Check.objects.create(test=test, criterion="USE-04", verdict=Verdict.VIOLATED, person=world["lab:tester"], at=AT)
    return test


def test_every_criterion_stands_once_under_a_clause_in_order(world: World) -> None:
    groups = checklist(_test(world))
    lines = [line for _, every in groups for line in every]
    assert sorted(line.criterion.id for line in lines) == sorted(criteria())
    assert all(line.criterion.clauses[0] == clause for clause, every in groups for line in every)
    clauses = [clause for clause, _ in groups]
    assert clauses[:2] == ["MIIT-2020-1", "MIIT-2020-2"]
    assert clauses.index("MIIT-2020-9") < clauses.index("MIIT-2020-10") < clauses.index("MIIT-2023-1.1") < clauses.index("CAC-191-6.1")
    judged = {line.criterion.id: line.judged for line in lines if line.judged != Judged.OPEN}
    assert judged == {"COL-01": Judged.MACHINE, "USE-04": Judged.PERSON}


def test_the_numbers_add_up(world: World) -> None:
    assert tally(_test(world)) == {"machine": 1, "person": 1, "open": 250}


def test_the_hint_counts_and_concludes_nothing(world: World) -> None:
    hint = conclusion_hint(_test(world))
    assert hint.zh == (
        "自动检测发现违规2项、疑似0项；人工判定违规1项；涉及：违规收集个人信息、违规使用个人信息；252条认定标准中250条未判定，1项条款未检测。"
    )
    assert hint.en == (
        "the scan found 2 violated, 0 suspected; 1 criterion was failed by a person; problems: "
        "Unlawful collection of personal information, Unlawful use of personal information; "
        "of 252 criteria 250 are open; 1 clause was not tested."
    )
    bare = Test.objects.create(version=world.version, lab=world.bodies["lab"], assigned_at=AT)
    assert "违规0项、疑似0项" in conclusion_hint(bare).zh
    assert "涉及" not in conclusion_hint(bare).zh
