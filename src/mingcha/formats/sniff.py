"""What a run of bytes is, by its first bytes (magic numbers of the formats' own specifications)."""

from __future__ import annotations

from mingcha.model import Text

# Longest first byte run that any test below looks at.
HEAD = 64

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"dex\n", "dex"),
    (b"dey\n", "odex"),
    (b"cdex", "compact-dex"),
    (b"vdex", "vdex"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x7fELF", "elf"),
    (b"\xc6\x1f\xbc\x03\xc1\x03\x19\x1f", "hermes"),
    (b"\xaf\x1b\xb1\xfa", "unity-metadata"),
    (b"UnityFS\x00", "unity-bundle"),
    (b"\x1bLua", "lua-bytecode"),
    (b"\x1bLJ", "lua-bytecode"),
    (b"PANDA\x00\x00\x00", "abc"),
    (b"\x00asm", "wasm"),
    (b"\xca\xfe\xba\xbe", "java-class"),
    (b"\xcf\xfa\xed\xfe", "mach-o"),
    (b"\xce\xfa\xed\xfe", "mach-o"),
    (b"\xfe\xed\xfa\xcf", "mach-o"),
    (b"\xfe\xed\xfa\xce", "mach-o"),
    (b"MZ", "pe"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"BZh", "bzip2"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"MSCF", "cab"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"%PDF-", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"V1MMWX", "wxapkg-encrypted"),
)

# What each kind is called when a user hands it in as a package.
NAMES: dict[str, Text] = {
    "dex": Text("DEX 字节码", "a DEX file"),
    "odex": Text("ODEX 字节码", "an ODEX file"),
    "compact-dex": Text("CompactDex 字节码", "a CompactDex file"),
    "vdex": Text("VDEX 文件", "a VDEX file"),
    "elf": Text("ELF 程序", "an ELF program"),
    "abc": Text("方舟字节码", "Ark bytecode"),
    "java-class": Text("Java class 文件", "a Java class file"),
    "mach-o": Text("Mach-O 程序", "a Mach-O program"),
    "pe": Text("Windows 程序", "a Windows program"),
    "gzip": Text("gzip 压缩文件", "a gzip file"),
    "7z": Text("7z 压缩包", "a 7z archive"),
    "rar": Text("RAR 压缩包", "a RAR archive"),
    "xz": Text("xz 压缩文件", "an xz file"),
    "bzip2": Text("bzip2 压缩文件", "a bzip2 file"),
    "zstd": Text("zstd 压缩文件", "a zstd file"),
    "cab": Text("CAB 压缩包", "a CAB archive"),
    "sqlite": Text("SQLite 数据库", "an SQLite database"),
    "pdf": Text("PDF 文档", "a PDF document"),
    "ole": Text("旧版 Office 文档", "an old Office document"),
    "png": Text("PNG 图片", "a PNG image"),
    "jpeg": Text("JPEG 图片", "a JPEG image"),
    "gif": Text("GIF 图片", "a GIF image"),
    "html": Text("HTML 网页", "an HTML page"),
    "xml": Text("XML 文本", "an XML text"),
    "json": Text("JSON 文本", "a JSON text"),
    "axml": Text("二进制 XML", "a binary XML file"),
    "arsc": Text("资源表", "a resource table"),
    "tar": Text("tar 归档", "a tar archive"),
    "wxapkg": Text("微信小程序包", "a WeChat mini-program package"),
    "wxapkg-encrypted": Text("加密的微信小程序包", "an encrypted WeChat mini-program package"),
    "text": Text("文本文件", "a text file"),
    "zeros": Text("全零数据", "nothing but zero bytes"),
}

_WXAPKG_MARKS = (0xBE, 0xED)
_WXAPKG_HEADER = 14
_FIRST_PRINTABLE = 0x20


def kind_of(head: bytes) -> str | None:
    """Name what starts with `head` (64 bytes are enough; 262 for tar), or None when nothing known does."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"\x03\x00\x08\x00":
        return "axml"
    if head[:4] == b"\x02\x00\x0c\x00":
        return "arsc"
    if len(head) >= _WXAPKG_HEADER and (head[0], head[13]) == _WXAPKG_MARKS:
        return "wxapkg"
    if head[257:262] == b"ustar":
        return "tar"
    return _kind_of_text(head)


def _kind_of_text(head: bytes) -> str | None:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script")):
        return "html"
    if text.startswith((b"<?xml", b"<manifest")):
        return "xml"
    if text.startswith((b'{"', b"{\n", b"{\r", b"[{", b'["', b"{}")):
        return "json"
    return None


def describe(data: bytes) -> Text | None:
    """Say what a whole file is for an error message, from its first bytes; None when unknown."""
    kind = kind_of(data)
    if kind is None and data:
        if not data.strip(b"\x00"):
            kind = "zeros"
        elif all(byte >= _FIRST_PRINTABLE or byte in b"\t\r\n" for byte in data):
            kind = "text"
    return NAMES.get(kind) if kind else None
