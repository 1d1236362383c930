"""Versions that files in a package state."""

from __future__ import annotations

import pytest
from tests.hostile import packages
from tests.hostile.zips import Member

from mingcha.facts.version_file import find_file_versions
from mingcha.formats.apk import open_apk

PREFIXES = {
    "com.sdk": "sdk",
    "com.other.push": "push",
    "com.google.firebase": "firebase",
    "com.google.firebase.crashlytics": "crashlytics",
    "com.google.android.gms.ads": "admob",
    "com.open": "oss:open",
}


def versions(files: dict[str, str]) -> dict[str, str]:
    archive = open_apk(packages.apk(*(Member(name, text.encode()) for name, text in files.items()))).archive
    return find_file_versions(archive, PREFIXES)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"META-INF/com.other_other-push.version": "1.2.3\n"}, {"push": "1.2.3"}),
        ({"META-INF/maven/com.other/push/pom.properties": "#Created\nversion=2.0-beta01\ngroupId=com.other\n"}, {"push": "2.0-beta01"}),
        ({"META-INF/maven/com.sdk/core/pom.properties": "version=2.0"}, {"sdk": "2.0"}),
        ({"play-services-ads.properties": "version=20.1.0\nclient=play-services-ads"}, {"admob": "20.1.0"}),
        ({"play-services-ads-identifier.properties": "version=17.0.0\nclient=play-services-ads-identifier"}, {}),
        (
            {"firebase-crashlytics.properties": "version=18.2.9", "firebase-common.properties": "version=20.1.0"},
            {"crashlytics": "18.2.9", "firebase": "20.1.0"},
        ),
        ({"firebase-common.properties": "version=20.1.0", "firebase-analytics.properties": "version=21.0.0"}, {}),  # which of them?
        ({"com/sdk/sdk.properties": "sdk.version = 3.1.4\nprotocol.version=9.9"}, {"sdk": "3.1.4"}),
        ({"com/sdk/a.properties": "version=1.1", "META-INF/maven/com.x/y/pom.properties": "version=7.0"}, {"sdk": "1.1"}),
        ({"com/sdk/a.properties": "version=${project.version}"}, {}),
        ({"com/sdk/deep/a.properties": "version=1.1"}, {}),  # of what lies in a folder below nothing is known
        ({"com/open/a.properties": "version=1.1"}, {}),
        ({"META-INF/services/com.sdk": "version=1.1"}, {}),
        ({"META-INF/" + "_" * 60_000 + "/x.version": "1.1"}, {}),
        ({"com/sdk/a.properties": "version=1.1\n" + "#" * 20_000}, {}),
    ],
)
def test_files_state_versions(files: dict[str, str], expected: dict[str, str]) -> None:
    assert versions(files) == expected


def test_the_surest_file_counts() -> None:
    files = {"META-INF/maven/com.other/push/pom.properties": "version=3.0", "com/other/push/x.properties": "version=2.0"}
    assert versions(files) == {"push": "3.0"}
