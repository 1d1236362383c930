from __future__ import annotations

import json

import pytest
from tests.dex.dexwriter import Dex
from tests.fingerprint.sample import Names, add_to, as_classes, texts
from tests.formats.classwriter import class_file, jar
from tests.hostile import packages
from tests.hostile.zips import Member

from mingcha.fingerprint.features import strings_of
from mingcha.fingerprint.ingest import BACKGROUND, Ingested, ingest
from mingcha.fingerprint.skeleton import of_classes
from mingcha.formats.classfile import read_class
from mingcha.formats.errors import BadPackageError

SDK, OTHER = Names("com/sdk/core"), Names("org/open")


def owner_of(name: str, _app: str) -> str | None:
    return "sdk" if name.startswith("com.sdk.") else "oss:open" if name.startswith("org.open.") else None


def hashes(*strings: str) -> set[int]:
    return set(strings_of(of_classes([read_class(class_file("x/A", strings=strings))])).hash.tolist())


def owned(found: Ingested, name: str) -> set[int]:
    return {value for value, owner in zip(found.strings.tolist(), found.string_owner.tolist(), strict=True) if found.owners[owner] == name}


def test_fingerprints_belong_to_the_owner_of_their_class() -> None:
    extra = {"zz/Z.class": class_file("zz/Z", strings=["text of nobody"])}
    found = ingest(jar({**as_classes(SDK), **as_classes(OTHER, 2), **extra}), "sdk-core-v2.10.3.jar", owner_of)
    assert (found.main, found.version, found.owners) == ("sdk", "2.10.3", ("oss:open", "sdk", BACKGROUND))
    assert owned(found, "sdk") == hashes(*(text for number in range(6) for text in texts(number)))
    assert owned(found, BACKGROUND) == hashes("text of nobody")
    assert len(found.shapes) == 8


def test_code_of_nobody_in_a_named_file_is_the_named_sdks() -> None:
    found = ingest(jar({"zz/Z.class": class_file("zz/Z", strings=["text of nobody"])}), "a.jar", owner_of, sdk="named")
    assert (found.main, found.version, found.owners, owned(found, "named")) == ("named", None, ("named",), hashes("text of nobody"))


def test_everything_in_background_is_background() -> None:
    assert ingest(jar(as_classes(SDK)), "a.jar", owner_of, background=True).owners == (BACKGROUND,)


def test_a_string_that_names_somebody_elses_class_is_no_trait() -> None:
    strings = ["com.sdk.core.Main", "org.open.net.Client", "org/open/net/Client", "12345678", "com.nobody.known.Z"]
    found = ingest(jar({"com/sdk/A.class": class_file("com/sdk/A", strings=strings)}), "a.jar", owner_of)
    assert owned(found, "sdk") == hashes("com.sdk.core.Main", "com.nobody.known.Z")


def test_an_app_and_its_payloads_are_read() -> None:
    hidden = add_to(Dex(), SDK).build()
    found = ingest(packages.apk(Member("assets/x.jar", jar({"classes.dex": hidden}))), "app-1.2.apk", owner_of)
    assert (found.main, found.version, found.group != found.sha256) == (None, None, True)
    assert owned(found, "sdk") == hashes(*(text for number in range(6) for text in texts(number)))


def test_it_goes_through_json_unchanged() -> None:
    found = ingest(jar(as_classes(SDK)), "a-1.2.jar", owner_of)
    back = Ingested.from_wire(json.loads(json.dumps(found.to_wire())))
    assert back.to_wire() == found.to_wire()
    assert owned(back, "sdk") == owned(found, "sdk")


def test_another_file_is_refused() -> None:
    with pytest.raises(BadPackageError):
        ingest(b"words", "a.jar", owner_of)
