from __future__ import annotations

import io
import mmap
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest
from tests.formats.build import Part, build_zip, deflated

from mingcha.formats import zip as zips
from mingcha.formats.errors import BadPackageError, EntryError
from mingcha.formats.zip import MIB, Archive, Limits

if TYPE_CHECKING:
    from pathlib import Path

TEXT = b"plain text " * 100


def codes(archive: Archive) -> list[str]:
    return [code for code, *_ in archive.anomalies]


def error_of(archive: Archive, name: str, most: int | None = None) -> str:
    with pytest.raises(EntryError) as caught:
        archive.read(name, most=most)
    return caught.value.code


def test_reads_stored_and_deflated_entries_in_directory_order():
    archive = Archive(build_zip(Part("b", TEXT), Part("a", b"\x01\x02", method=0), Part("dir/", method=0)))
    assert list(archive.entries) == ["b", "a", "dir/"]
    assert (archive.read("b"), archive.read("a")) == (TEXT, b"\x01\x02")
    assert archive.anomalies == []


def test_prefix_is_read_without_the_rest():
    archive = Archive(build_zip(Part("a", TEXT), Part("b", TEXT, method=0)))
    assert archive.read("a", 5) == archive.read("b", 5) == TEXT[:5]
    assert archive.read("a", 10_000) == TEXT


def test_a_stored_entry_is_unpacked_without_a_copy_and_one_that_was_kept_is_not_unpacked_again():
    data = bytearray(build_zip(Part("a", TEXT), Part("b", b"12345", method=0)))
    archive = Archive(data)
    content = archive.unpack("b")
    assert (content, archive.unpack("a")) == (b"12345", TEXT)
    data[data.index(b"12345")] = 0x39
    assert content == b"92345"
    archive.keep("a", memoryview(b"kept"))
    assert (archive.unpack("a"), archive.read("a"), archive.read("a", 2)) == (b"kept", b"kept", TEXT[:2])
    assert error_of(archive, "a", most=3) == "entry-limit"


def test_contents_are_kept_on_demand_while_there_is_room(monkeypatch):
    monkeypatch.setattr(zips, "_MOST_KEPT", 2 * len(TEXT))
    archive = Archive(build_zip(*(Part(name, TEXT) for name in "abc"), Part("s", TEXT, method=0)))
    first = {name: archive.unpack(name, keep=True) for name in "sabc"}
    assert {name for name, content in first.items() if archive.unpack(name) is content} == {"a", "b"}
    assert all(content == TEXT for content in first.values())


def test_takes_memory_maps_and_views(tmp_path):
    data = build_zip(Part("a", TEXT))
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        archive = Archive(mapped)
        assert archive.read("a") == TEXT
        archive.view.release()
    assert Archive(memoryview(data)).read("a") == Archive(bytearray(data)).read("a") == TEXT


def test_bound_of_the_caller_holds_whatever_size_is_declared():
    archive = Archive(build_zip(Part("a", TEXT), Part("b", TEXT, central={"size": 10})))
    assert archive.read("a", most=len(TEXT)) == TEXT
    for name, code in (("a", "entry-limit"), ("b", "entry-ratio")):
        assert error_of(archive, name, len(TEXT) - 1) == code


def test_flagged_entry_of_absurd_size_counts_as_encrypted_without_being_unpacked():
    flagged = {"flags": 1, "size": 0xFFFFFFF0}
    assert Archive(build_zip(Part("a", TEXT, central=flagged, local=flagged))).encrypted("a")


def test_encrypted_flag_on_plain_data_is_ignored_and_recorded():
    archive = Archive(build_zip(Part("a", TEXT, central={"flags": 1}, local={"flags": 1})))
    assert archive.read("a") == TEXT
    assert codes(archive) == ["zip-encrypted-flag"]
    assert not archive.encrypted("a")


@pytest.mark.parametrize(
    "part",
    [
        Part("a", TEXT, raw=b"\xff" * 300, central={"flags": 1}),
        Part("a", TEXT, method=99, central={"flags": 1}),
        Part("a", b"x" * 40, method=0, raw=b"y" * 52, central={"flags": 1}, local={"flags": 1}),
    ],
    ids=["deflated", "aes", "stored"],
)
def test_really_encrypted_entry_is_told(part):
    assert Archive(build_zip(part)).encrypted("a")


def test_encrypted_deflated_entry_gives_its_own_error():
    assert error_of(Archive(build_zip(Part("a", TEXT, raw=b"\xff" * 300, central={"flags": 1}))), "a") == "entry-encrypted"


def test_an_unknown_method_takes_up_its_packed_size():
    sizes = {"size": len(TEXT) + 9}
    archive = Archive(build_zip(Part("a", TEXT, method=99, central=sizes, local=sizes), Part("b", TEXT)))
    assert codes(archive) == ["zip-method"]
    assert archive.read("b") == TEXT


def test_unknown_method_is_read_as_stored_with_the_unpacked_size():
    archive = Archive(build_zip(Part("a", TEXT, method=0x3333, central={"packed": 7}, local={"packed": 7})))
    assert archive.read("a") == TEXT
    assert codes(archive) == ["zip-method"]


def test_method_and_sizes_of_the_local_header_do_not_count():
    archive = Archive(build_zip(Part("a", TEXT, local={"method": 0x77, "size": 1, "packed": 2, "crc": 3})))
    assert archive.read("a") == TEXT
    assert codes(archive) == ["zip-local-sizes"]


def test_sizes_behind_a_data_descriptor_are_no_anomaly():
    archive = Archive(build_zip(Part("a", TEXT, central={"flags": 8}, local={"flags": 8, "size": 0, "packed": 0, "crc": 0})))
    assert archive.read("a") == TEXT
    assert archive.anomalies == []


@pytest.mark.parametrize("size", [1, 5_000], ids=["too small", "too large"])
def test_lying_unpacked_size_gives_the_real_content(size):
    archive = Archive(build_zip(Part("a", TEXT, central={"size": size}, local={"size": size})))
    assert archive.read("a") == TEXT
    assert "zip-size" in codes(archive)


def test_compressed_size_beyond_the_directory_is_cut():
    archive = Archive(build_zip(Part("a", TEXT, central={"packed": 1 << 30}, local={"packed": 1 << 30})))
    assert archive.read("a") == TEXT
    assert "zip-overrun" in codes(archive)


def test_wrong_checksum_is_noted():
    archive = Archive(build_zip(Part("a", TEXT, central={"crc": 1}, local={"crc": 1})))
    assert archive.read("a") == TEXT
    assert codes(archive) == ["zip-crc"]


def test_first_of_equal_names_is_taken():
    archive = Archive(build_zip(Part("classes.dex", b"first"), Part("classes.dex", b"second")))
    assert archive.read("classes.dex") == b"first"
    assert codes(archive) == ["zip-duplicate"]


def test_damaged_data_and_absent_names_are_entry_errors():
    archive = Archive(build_zip(Part("a", TEXT, raw=b"\xff" * 99), Part("b", TEXT, raw=deflated(TEXT)[:-9])))
    assert [error_of(archive, name) for name in "abc"] == ["entry-damaged", "entry-damaged", "entry-absent"]


@pytest.mark.parametrize("local", [{"sig": b"XXXX"}, {"extra": b"\0" * 60_000}], ids=["no signature", "reaches into the directory"])
def test_invalid_local_header_loses_only_its_entry(local):
    data = build_zip(Part("b", TEXT), Part("a", TEXT, local=local))
    if "extra" in local:  # the field claims what the file does not have
        data = build_zip(Part("b", TEXT), Part("a", TEXT)).replace(b"\0\0a", b"\xff\xffa")
    archive = Archive(data)
    assert codes(archive) == ["zip-local"]
    assert error_of(archive, "a") == "entry-lost"
    assert archive.read("b") == TEXT


def test_local_header_out_of_bounds_is_recorded():
    archive = Archive(build_zip(Part("a", TEXT, central={"offset": 0xFFFFFF}), Part("b", TEXT)))
    assert archive.entries["a"].data_offset == -1
    assert codes(archive) == ["zip-local"]


def test_other_name_in_the_local_header_is_recorded():
    archive = Archive(build_zip(Part("a", TEXT, local={"name": b"z"})))
    assert archive.read("a") == TEXT
    assert codes(archive) == ["zip-local-name"]


def test_zip64_sizes_and_offset_are_taken_from_the_extra_field():
    packed = deflated(TEXT)
    extra = struct.pack("<HHQQQ", 1, 24, len(TEXT), len(packed), 0)
    big = 0xFFFFFFFF
    archive = Archive(build_zip(Part("a", TEXT, central={"size": big, "packed": big, "offset": big, "extra": extra})))
    assert archive.entries["a"].size == len(TEXT)
    assert archive.read("a") == TEXT


def test_standard_library_zip64_is_read():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file, file.open("a", "w", force_zip64=True) as entry:
        entry.write(TEXT)
    archive = Archive(buffer.getvalue())
    assert archive.read("a") == TEXT
    assert archive.anomalies == []


class TestDirectoryCount:
    def test_more_records_than_declared_are_not_read(self):
        archive = Archive(build_zip(Part("a", TEXT), Part("b", TEXT), end={"count": 1}))
        assert list(archive.entries) == ["a"]
        assert codes(archive) == ["zip-directory-more"]

    def test_fewer_records_than_declared_are_recorded(self):
        archive = Archive(build_zip(Part("a", TEXT), end={"count": 3}))
        assert list(archive.entries) == ["a"]
        assert codes(archive) == ["zip-directory-short"]


class TestLimits:
    def test_package_size(self):
        with pytest.raises(BadPackageError) as caught:
            Archive(build_zip(Part("a", TEXT)), Limits(package=10))
        assert caught.value.code == "too-large"

    def test_number_of_entries(self):
        with pytest.raises(BadPackageError) as caught:
            Archive(build_zip(Part("a"), Part("b")), Limits(entries=1))
        assert caught.value.code == "too-many-entries"

    def test_declared_total(self):
        huge = [Part(str(n), b"x", method=0, central={"size": 900 * MIB}, local={"size": 900 * MIB}) for n in range(10)]
        with pytest.raises(BadPackageError) as caught:
            Archive(build_zip(*huge))
        assert caught.value.code == "total-limit"

    def test_bytes_really_unpacked(self):
        archive = Archive(build_zip(Part("a", TEXT)), Limits(total=2 * len(TEXT)))
        assert archive.read("a") == archive.read("a") == TEXT
        assert error_of(archive, "a") == "total-limit"

    def test_one_entry(self):
        size = 1100 * MIB
        archive = Archive(build_zip(Part("a", b"x", central={"size": size}, local={"size": size})))
        assert (codes(archive), error_of(archive, "a")) == (["entry-limit"], "entry-limit")

    def test_declared_ratio(self):
        archive = Archive(build_zip(Part("a", bytes(65 * MIB))))
        assert (codes(archive), error_of(archive, "a")) == (["entry-ratio"], "entry-ratio")
        assert archive.read("a", 16) == bytes(16)

    def test_ratio_behind_a_small_declared_size(self):
        archive = Archive(build_zip(Part("a", bytes(65 * MIB), central={"size": 9}, local={"size": 9})))
        assert error_of(archive, "a") == "entry-ratio"


class TestOverlap:
    def quoted(self, second: str) -> bytes:
        """Return a zip whose first entry's data include the second entry (as Fifield's bomb does)."""
        inner = build_zip(Part(second, TEXT))
        inner = inner[: inner.index(b"PK\x01\x02")]
        return build_zip(Part("outer", inner, method=0), Part(second, TEXT, central={"offset": 30 + len("outer")}))

    def test_overlapping_entries_are_refused_and_recorded(self):
        archive = Archive(self.quoted("inner"))
        assert codes(archive) == ["zip-overlap", "zip-overlap"]
        assert (error_of(archive, "outer"), error_of(archive, "inner")) == ("entry-overlap", "entry-overlap")

    def test_what_android_itself_opens_is_still_read(self):
        archive = Archive(self.quoted("classes.dex"))
        assert archive.read("classes.dex") == TEXT
        assert error_of(archive, "outer") == "entry-overlap"


@pytest.mark.corpus
def test_contents_equal_the_standard_library_on_the_corpus(corpus: Path):
    compared = 0
    for path in sorted((corpus / "apks").rglob("*.apk")):
        data = path.read_bytes()
        try:
            expected = zipfile.ZipFile(io.BytesIO(data))
        except zipfile.BadZipFile:
            continue  # v2-only-garbage-between-cd-and-eocd and v2-only-truncated-cd: the standard library refuses both
        if not expected.namelist():
            continue  # v2-only-empty
        archive = Archive(data)
        for name in expected.namelist():
            shown = name.replace("\r", "\\x0d").replace("\n", "\\x0a")
            try:
                content = expected.read(name)
            except (NotImplementedError, zipfile.BadZipFile):
                # weird-compression-method.apk (21), and a local header that names sesources.arsc: both go on here.
                assert (path.name, name) in {
                    ("weird-compression-method.apk", "META-INF/CERT.RSA"),
                    ("v3-only-with-rsa-pkcs1-sha512-8192-digest-mismatch.apk", "resources.arsc"),
                }
                continue
            assert archive.read(shown) == content
            compared += 1
    assert compared > 10_000
