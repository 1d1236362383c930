from __future__ import annotations

from mingcha.formats.url_noise import NOISE, is_noise


def test_hosts_and_their_subdomains():
    assert is_noise("schemas.android.com")
    assert is_noise("a.example.com")
    assert not is_noise("android.com")
    assert not is_noise("notexample.com")


def test_every_host_has_a_reason():
    assert all(reason and host == host.lower() for host, reason in NOISE.items())
