"""Which addresses may be asked: only those of the public network, so that a link cannot reach into the own one (SSRF)."""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from mingcha.model import MingchaError

if TYPE_CHECKING:
    from collections.abc import Callable

    Address = ipaddress.IPv4Address | ipaddress.IPv6Address
    Allow = Callable[[Address], bool]

PORTS = (80, 443, 8080, 8443)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class FetchError(MingchaError):
    """A page was not fetched; the message is one line in Chinese and English."""


class GoneError(FetchError):
    """There is nothing at the address: the host has no such page (HTTP 404 or 410), or the name is nobody's."""


class Target(NamedTuple):
    """Where to ask for a page: `host` in ASCII, `path` with its query."""

    is_secure: bool
    host: str
    port: int
    path: str


def is_public(address: Address) -> bool:
    """Tell whether an address is one of the public network; an IPv4 address inside an IPv6 one decides."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


def parse(url: str) -> Target:
    """Return where a URL leads; FetchError for anything but http and https to one of PORTS without a password."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError as error:
        raise FetchError(f"{url[:200]}: 网址无效 / not a valid address") from error
    if parts.scheme not in ("http", "https") or not host:
        raise FetchError(f"{url[:200]}: 只支持 http 和 https / only http and https")
    if parts.username is not None or parts.password is not None:
        raise FetchError(f"{host}: 网址不得带用户名或口令 / the address must not hold a user name or password")
    is_secure = parts.scheme == "https"
    port = port or (443 if is_secure else 80)
    if port not in PORTS:
        raise FetchError(f"{host}:{port}: 不允许的端口 / this port is not allowed")
    path = parts.path or "/"
    return Target(is_secure, host, port, f"{path}?{parts.query}" if parts.query else path)


def look_up(target: Target, allow: Allow = is_public) -> str:
    """Return the address to connect to; FetchError when the host has none, or any that is not allowed."""
    try:
        found = {each[4][0] for each in socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        is_nobodys = isinstance(error, socket.gaierror) and error.errno == socket.EAI_NONAME
        raise (GoneError if is_nobodys else FetchError)(f"{target.host}: 域名无法解析 / the name does not resolve") from error
    addresses = sorted((ipaddress.ip_address(str(each).partition("%")[0]) for each in found), key=lambda each: (each.version, each.packed))
    refused = [each for each in addresses if not allow(each)]
    if refused or not addresses:
        raise FetchError(f"{target.host}: 不允许访问内部地址 / addresses of an internal network are not allowed")
    return str(addresses[0])
