from __future__ import annotations

from mingcha.formats.errors import BadPackageError, EntryError
from mingcha.model import MingchaError, UnreadablePackageError


def test_errors_say_the_same_in_both_languages_in_one_line():
    package = BadPackageError("truncated", "不完整", "incomplete")
    entry = EntryError("entry-damaged", "classes.dex", "损坏", "damaged")
    assert (str(package), str(entry)) == ("不完整 / incomplete", "classes.dex: 损坏 / damaged")
    assert isinstance(package, UnreadablePackageError)
    assert isinstance(entry, MingchaError)
