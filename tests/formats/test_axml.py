from __future__ import annotations

import struct
import time

import pytest
from tests.formats.build import ANDROID, build_xml, chunk, node, pool
from tests.pace import pace

from mingcha.formats import axml
from mingcha.formats.anomalies import Anomalies
from mingcha.formats.errors import EntryError
from mingcha.formats.res_value import Value

IDS = {"name": 0x01010003, "exported": 0x01010010}
TREE = node(
    "manifest",
    {"package": "com.x", "name": "n"},
    node("application", {"exported": True}, node("activity", {"name": ".Main"}), node("activity")),
)


def shape(element: axml.Element) -> object:
    return (
        element.tag,
        [(a.name, a.namespace, a.resource_id, a.value.text or a.value.data) for a in element.attributes],
        [shape(child) for child in element.children],
    )


EXPECTED = (
    "manifest",
    [("package", None, 0, "com.x"), ("name", ANDROID, IDS["name"], "n")],
    [
        (
            "application",
            [("exported", ANDROID, IDS["exported"], 0xFFFFFFFF)],
            [("activity", [("name", ANDROID, IDS["name"], ".Main")], []), ("activity", [], [])],
        )
    ],
)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"utf8": False},
        {"kind": 0x7777},
        {"step": 28},
        {"head": chunk(0x0777, b"junk")},
        {"junk": chunk(0x01AA, b"junk")},
        {"head": pool(["an", "earlier", "pool"])},
        {"tail": b"\xff" * 64},
    ],
    ids=[
        "plain",
        "utf16",
        "file type",
        "wide attributes",
        "unknown chunk",
        "junk inside",
        "two pools",
        "junk at the end",
    ],
)
def test_tree_is_the_same_under_what_android_tolerates(options):
    anomalies = Anomalies()
    assert shape(axml.parse(build_xml(TREE, IDS, **options), "m", anomalies)) == EXPECTED
    assert anomalies.codes() <= {"axml-unknown"}


def test_raw_text_and_children_by_tag():
    root = axml.parse(build_xml(TREE, IDS))
    assert root.attributes[0].raw == "com.x"
    assert root.attributes[0].value == Value(3, root.attributes[0].value.data, "com.x")
    assert len(root.named("application")[0].named("activity")) == 2
    assert root.line == 1


def test_lying_size_of_the_file():
    data = build_xml(TREE, IDS)
    anomalies = Anomalies()
    assert shape(axml.parse(data[:4] + struct.pack("<L", len(data) + 999) + data[8:], "m", anomalies)) == EXPECTED
    assert anomalies.codes() == {"axml-size"}


def test_truncated_file_gives_what_was_read():
    data = build_xml(TREE, IDS)
    anomalies = Anomalies()
    root = axml.parse(data[:-140], "m", anomalies)
    assert root.tag == "manifest"
    assert anomalies.codes() & {"axml-chunk", "axml-end"}


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "axml-empty"), (b"\0" * 100, "axml-empty"), (b"<?xml version='1.0'?><manifest/>", "axml-text")],
)
def test_what_is_no_binary_xml(data, code):
    with pytest.raises(EntryError) as caught:
        axml.parse(data, "AndroidManifest.xml")
    assert caught.value.code == code


def test_attributes_out_of_bounds_are_cut():
    data = bytearray(build_xml(node("a", {"x": "y"}), {}))
    at = data.index(struct.pack("<HHH", 20, 20, 1))
    data[at : at + 6] = struct.pack("<HHH", 20, 20, 9999)
    anomalies = Anomalies()
    assert [a.name for a in axml.parse(bytes(data), "m", anomalies).attributes] == ["x"]
    assert "axml-attributes" in anomalies.codes()


def test_depth_is_bounded():
    deep = node("a")
    for _ in range(400):
        deep = node("a", {}, deep)
    anomalies = Anomalies()
    root = axml.parse(build_xml(deep, {}), "m", anomalies)
    depth = 0
    while root.children:
        root = root.children[0]
        depth += 1
    assert depth == 255
    assert anomalies.codes() == {"axml-limit"}


def test_a_50_kb_manifest_is_quick():
    activities = [node("activity", {"name": f".a.B{n}", "exported": True}, node("x", {"name": "y"})) for n in range(320)]
    data = build_xml(node("manifest", {}, node("application", {}, *activities)), IDS)
    assert len(data) > 50_000
    took = []
    for _ in range(5):
        start = time.process_time()
        axml.parse(data)
        took.append(time.process_time() - start)
    assert min(took) < 0.03 * pace()  # 5 ms on a free machine


@pytest.mark.corpus
@pytest.mark.oracle
def test_elements_and_attributes_equal_androguard_on_the_corpus(corpus):
    pytest.importorskip("androguard")
    from androguard.core.axml import AXMLPrinter  # noqa: PLC0415  optional
    from loguru import logger  # noqa: PLC0415  comes with androguard

    from mingcha.formats.errors import BadPackageError  # noqa: PLC0415 - beside the oracle
    from mingcha.formats.zip import Archive  # noqa: PLC0415 - beside the oracle

    logger.remove()
    compared = 0
    for path in sorted((corpus / "apks").rglob("*.apk")):
        try:
            data = Archive(path.read_bytes()).read("AndroidManifest.xml")
        except (BadPackageError, EntryError):
            continue
        theirs = AXMLPrinter(data).get_xml_obj()
        ours = axml.parse(data)
        pairs = [(theirs, ours)]
        while pairs:
            xml, element = pairs.pop()
            assert xml.tag == element.tag
            names = [key.rsplit("}", 1)[-1] for key in xml.attrib]
            assert sorted(names) == sorted({a.name for a in element.attributes}), path
            kids = [child for child in xml if isinstance(child.tag, str)]
            assert len(kids) == len(element.children)
            pairs += zip(kids, element.children, strict=True)
            compared += 1
    assert compared > 2000


def test_chunks_without_end_are_cut(monkeypatch):
    monkeypatch.setattr(axml, "_MOST_CHUNKS", 100)
    data, empty = build_xml(TREE, IDS), chunk(0x0999, b"") * 200
    with pytest.raises(EntryError):
        axml.parse(chunk(3, b"", empty + data[8:]))
    end_of_manifest = chunk(0x0103, bytes(16))
    anomalies = Anomalies()
    assert shape(axml.parse(chunk(3, b"", data[8 : -len(end_of_manifest)] + empty), "", anomalies)) == EXPECTED
    assert anomalies.codes() == {"axml-limit"}
