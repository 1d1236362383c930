"""Imports what children will need: once locked in they can open no file, so they can import nothing more."""

from __future__ import annotations

import codecs
import hashlib
import importlib
import os

# What the standard library imports late, on first use.
_MODULES = (
    "_strptime",
    "ast",
    "bisect",
    "collections.abc",
    "datetime",
    "decimal",
    "json.decoder",
    "json.encoder",
    "linecache",
    "stringprep",
    "traceback",
    "unicodedata",
    "zlib",
)
# Each codec is a module of its own, found by name on first use.
_CODECS = (
    "ascii",
    "cp437",
    "gb18030",
    "gbk",
    "idna",
    "latin-1",
    "punycode",
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-be",
    "utf-16-le",
)
# OpenSSL fetches an algorithm and its provider on first use.
_THREADED = ("OPENBLAS", "OMP", "MKL")
_DIGESTS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")


def preload(*modules: str) -> None:
    """Import the named modules and the late parts of the standard library; ImportError when one is absent.

    Call it once before the first child: children inherit what is loaded, and each starts warm. Call it before numpy is
    imported, too, for a child cannot start the threads that its linear algebra would want.
    """
    for library in _THREADED:
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    for module in (*_MODULES, *modules):
        importlib.import_module(module)
    for codec in _CODECS:
        codecs.lookup(codec)
    for digest in _DIGESTS:
        hashlib.new(digest, b"", usedforsecurity=False).digest()
