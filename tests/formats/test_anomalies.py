from __future__ import annotations

from mingcha.formats.anomalies import Anomalies


def test_what_overflows_is_counted():
    anomalies = Anomalies()
    for number in range(25):
        anomalies.add("code", str(number), "中", "en")
    listed = anomalies.listed()
    assert listed[:20] == [("code", str(number), "中", "en") for number in range(20)]
    assert listed[20:] == [("code", "", "另有 5 处同类问题未逐一列出", "5 more of the same kind are not listed")]
    assert anomalies.codes() == {"code"}


def test_merging():
    anomalies, other = Anomalies(), Anomalies()
    anomalies.add("a", "", "中", "en")
    other.add("b", "", "中", "en")
    anomalies.merge(other)
    assert [code for code, *_ in anomalies.listed()] == ["a", "b"]


def test_the_same_place_counts_once_and_long_places_are_cut():
    anomalies = Anomalies()
    anomalies.add("code", "x" * 1000, "中", "en")
    anomalies.add("code", "x" * 1000, "中", "en")
    assert anomalies.listed() == [("code", "x" * 300 + "…", "中", "en")]
