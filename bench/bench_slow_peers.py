"""How long the site takes to answer while slow peers hold on to it: they send, or read, a byte a second.

usage: bench_slow_peers.py [--peers 0,8,50] [--kinds head,body,answer] [--asks N]

Starts `mingcha platform run` with a new home on 127.0.0.1. Prints a line of JSON for each kind and number of peers: milliseconds until
a page of the public site had come, and how many did not come within 20 s. A peer that is turned away comes back at once.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
_PATIENCE, _SETTLING, _FORM = 20.0, 4.0, "/verify/"


class Peers(threading.Thread):
    """Keeps as many slow peers of a kind on the server as are asked for."""

    def __init__(self, port: int, kind: str, number: int) -> None:
        super().__init__(daemon=True)
        self._port, self._kind, self._number = port, kind, number
        self._begin = beginning(port, kind)
        self.turned_away = 0
        self.over = threading.Event()

    def run(self) -> None:
        """Hold on until it is over."""
        open_now = set[socket.socket]()
        while not self.over.is_set():
            while len(open_now) < self._number:
                open_now.add(self._come())
            for peer in list(open_now):
                if self._is_gone(peer):
                    open_now.remove(peer)
                    peer.close()
                    self.turned_away += 1
            self.over.wait(1.0)
        for peer in open_now:
            peer.close()

    def _come(self) -> socket.socket:
        peer = socket.socket()
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        peer.settimeout(_PATIENCE)
        peer.connect(("127.0.0.1", self._port))
        peer.setblocking(False)
        peer.send(self._begin)
        return peer

    def _is_gone(self, peer: socket.socket) -> bool:
        try:
            if self._kind == "answer":
                return not peer.recv(1)
            with contextlib.suppress(BlockingIOError):
                peer.recv(4096)
                return True
            peer.send(b"x")
        except BlockingIOError:
            return False
        except OSError:
            return True
        return False


def beginning(port: int, kind: str) -> bytes:
    """Return what a peer of the kind sends at once."""
    host = f"Host: 127.0.0.1:{port}\r\n"
    if kind == "head":
        return f"GET / HTTP/1.1\r\n{host}X-Slow: ".encode()
    if kind == "answer":
        return f"GET /static/mingcha/htmx.min.js HTTP/1.1\r\n{host}\r\n".encode() * 200
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    connection.request("GET", _FORM)
    answer = connection.getresponse()
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    answer.read()
    form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 4000\r\n"
    return f"POST {_FORM} HTTP/1.1\r\n{host}Cookie: {cookie}\r\n{form}\r\ncode=".encode()


def ask(port: int) -> float | None:
    """Return the seconds until a page had come, None when it did not."""
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        connection.request("GET", "/", headers={"Connection": "close"})
        answer = connection.getresponse()
        whole = answer.read().endswith(b"</html>\n")
    except OSError:
        return None
    finally:
        connection.close()
    return time.monotonic() - began if answer.status == http.HTTPStatus.OK and whole else None


@contextlib.contextmanager
def site(folder: Path) -> Iterator[int]:
    """Run the platform with a new home, and give the port that it listens on."""
    home, environment = folder / "home", {**os.environ, "PYTHONPATH": os.environ.get("PYTHONPATH", str(ROOT / "src"))}
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    mingcha = [sys.executable, "-m", "mingcha", "platform"]
    subprocess.run([*mingcha, "init", "--no-demo", "--home", home], env=environment, check=True, stdout=subprocess.DEVNULL)
    line = [*mingcha, "run", "--home", home, "--port", str(port), "--processes", "1"]
    with subprocess.Popen(line, env=environment, stdout=subprocess.DEVNULL) as running:
        try:
            end = time.monotonic() + 60
            while ask(port) is None and time.monotonic() < end:
                time.sleep(0.2)
            yield port
        finally:
            running.send_signal(signal.SIGTERM)


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--peers", default="0,8,50")
    parser.add_argument("--kinds", default="head,body,answer")
    parser.add_argument("--asks", type=int, default=40, help="pages asked for each time")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, site(Path(folder)) as port:
        for kind in asked.kinds.split(","):
            for number in map(int, asked.peers.split(",")):
                peers = Peers(port, kind, number)
                peers.start()
                time.sleep(_SETTLING)
                took = [ask(port) for _ in range(asked.asks)]
                came = sorted(seconds * 1000 for seconds in took if seconds is not None)
                told = {"median ms": round(median(came), 1), "most ms": round(came[-1], 1)} if came else {}
                print(json.dumps({"kind": kind, "peers": number, "came": len(came), "missed": took.count(None), **told}), flush=True)
                peers.over.set()
                peers.join()
                time.sleep(_SETTLING)


if __name__ == "__main__":
    main()
