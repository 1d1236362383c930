"""What can be wrong with a package or one of its entries, said in one line in both languages."""

from __future__ import annotations

from mingcha.model import MingchaError, UnreadablePackageError


class BadPackageError(UnreadablePackageError):
    """The whole file cannot be read; `code` is a stable short name, `str()` is `zh` and `en` in one line."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.code = code
        self.zh = zh
        self.en = en


class EntryError(MingchaError):
    """One entry, `name`, cannot be read while the rest of the package can; otherwise as BadPackageError."""

    def __init__(self, code: str, name: str, zh: str, en: str) -> None:
        super().__init__(f"{name}: {zh} / {en}")
        self.code = code
        self.name = name
        self.zh = zh
        self.en = en
