from __future__ import annotations

import pytest
from django.utils import translation

from mingcha.platform.office.templatetags import evidence


@pytest.mark.parametrize(
    ("function", "value", "zh", "en"),
    [
        (evidence.said, "未提供 / not given", "未提供", "not given"),
        (evidence.said, None, "", ""),
        (evidence.owner, "app", "APP自有代码", "the app's own code"),
        (evidence.data_type, "", "", ""),
        (evidence.data_type, "imei", "IMEI（国际移动设备识别码）", "IMEI"),
        (evidence.clause, "MIIT-2020-1", "164号第1项", "164/2020 no. 1"),
        (evidence.clause_title, "MIIT-2020-1", "违规收集个人信息", "Collection without notice and consent"),
        (evidence.criterion_title, "COL-01", "无隐私政策", "No privacy policy"),
        (evidence.criterion_title, "NO-1", "NO-1", "NO-1"),
        (evidence.problem, "违规收集个人信息", "违规收集个人信息", "Unlawful collection of personal information"),
        (evidence.problem, "其他", "其他", "其他"),
        (evidence.blanks, "未载明（{reason}）。", "未载明（……）。", "未载明（……）。"),
        (evidence.kind_of_evidence, "code", "代码", "code"),
        (evidence.coverage_state, "other", "other", "other"),
        (evidence.verdict, "suspected", "疑似", "suspected"),
        (evidence.java, "Lcom/a/B;->c(Landroid/os/Bundle;)V", "com.a.B.c(Bundle)", "com.a.B.c(Bundle)"),
        (evidence.java, "a\u202eb", "a‹U+202E›b", "a‹U+202E›b"),
    ],
)
def test_ids_in_words(function: object, value: object, zh: str, en: str) -> None:
    assert callable(function)
    with translation.override("zh-hans"):
        assert function(value) == zh
    with translation.override("en"):
        assert function(value) == en


def test_a_long_path_is_cut_in_the_middle_and_says_so() -> None:
    path = [f"La/B;->m{number}()V" for number in range(100)]
    steps = evidence.steps(path)
    assert [step.where for step in steps[:2]] == ["a.B.m0()", "a.B.m1()"]
    assert steps[-1].where == "a.B.m99()"
    (cut,) = [step for step in steps if step.hidden]
    assert len(steps) + cut.hidden == 100
    assert evidence.steps(path[:3])[1] == evidence.Step("", "a.B.m1()", "", 0)
