from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

import pytest
from tests.cli.test_scan import run
from tests.fetch.server import serve

from mingcha.fetch import links, page

if TYPE_CHECKING:
    from pathlib import Path

HTML = {"Content-Type": "text/html"}
LIST = "<html><body><table><tr><th>SDK名称</th><th>收集的信息</th></tr><tr><td>友盟SDK</td><td>MAC地址</td></tr></table></body></html>"
POLICY = (
    "<html><body><h1>隐私政策</h1>"
    + "<p>我们会收集您的IMEI。</p>" * 40
    + '<p>详见<a href="/lists/sdk">《第三方SDK目录》</a>和<a href="/absent">已收集信息清单</a>。</p></body></html>'
)


def test_a_policy_and_its_lists_are_saved_and_read_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = {"/privacy": (200, HTML, POLICY.encode()), "/lists/sdk": (200, HTML, LIST.encode())}
    folder = tmp_path / "saved"
    with serve(answers, monkeypatch) as root:
        monkeypatch.setattr(page, "fetch", partial(page.fetch, allow=lambda _: True))
        assert run(monkeypatch, "policy", "fetch", f"{root}/privacy", "-o", str(folder)) == 0
        printed = capsys.readouterr()
        assert "2 个文件" in printed.out
        assert "HTTP 404" in printed.err
        assert run(monkeypatch, "policy", "fetch", f"{root}/privacy", "-o", str(folder)) == 2
    sources = json.loads((folder / "sources.json").read_text("utf-8"))
    assert [(row["file"], row["url"]) for row in sources] == [("policy.html", f"{root}/privacy"), ("list-01.html", f"{root}/lists/sdk")]
    capsys.readouterr()
    assert run(monkeypatch, "policy", str(folder), "-f", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [file["name"] for file in found["files"]] == ["policy.html", "list-01.html"]
    assert [row["sdk"] for row in found["sdks"]] == ["umeng_analytics"]


def test_which_links_of_the_list_lead_somewhere_is_recorded_and_judged(
    tmp_path: Path, example_apk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "saved"
    with serve({}, monkeypatch) as root:
        listed = (
            f"<tr><td>友盟SDK</td><td>MAC地址</td><td>{root}/gone</td></tr><tr><td>极光SDK</td><td>IMEI</td><td>{root}/privacy</td></tr>"
        )
        page_ = POLICY.replace(
            "</body>", f"<table><tr><th>SDK名称</th><th>收集的信息</th><th>隐私政策链接</th></tr>{listed}</table></body>"
        )
    answers = {"/privacy": (200, HTML, page_.encode())}
    with serve(answers, monkeypatch, port=int(root.rpartition(":")[2])):
        monkeypatch.setattr(page, "fetch", partial(page.fetch, allow=lambda _: True))
        monkeypatch.setattr(links, "fetch", page.fetch)
        assert run(monkeypatch, "policy", "fetch", f"{root}/privacy", "-o", str(folder), "--links") == 0
    tried = json.loads((folder / "links.json").read_text("utf-8"))
    assert [(row["url"], row["outcome"]) for row in tried] == [(f"{root}/gone", "gone"), (f"{root}/privacy", "reached")]
    capsys.readouterr()
    run(monkeypatch, "scan", str(example_apk), "--policy", str(folder), "-f", "json", "--fail-on", "never")
    report = json.loads(capsys.readouterr().out)
    found = [finding["sentence"]["zh"] for finding in report["findings"] if finding["rule"] == "sdk-policy-link-dead"]
    assert len(found) == 1
    assert found[0].startswith(f"“友盟”的隐私政策链接{root}/gone在")
    assert [row["state"] for row in report["coverage"] if row["kind"] == "links"] == ["complete"]


@pytest.mark.parametrize("url", ["http://127.0.0.1/privacy", "file:///etc/passwd", "http://localhost:8080/"])
def test_addresses_of_this_machine_are_refused(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "policy", "fetch", url, "-o", str(tmp_path / "saved")) == 2
    assert capsys.readouterr().err.startswith("mingcha: ")
    assert not (tmp_path / "saved").exists()


def test_what_is_no_document_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with serve({"/i": (200, {"Content-Type": "image/png"}, b"\x89PNG")}, monkeypatch) as root:
        monkeypatch.setattr(page, "fetch", partial(page.fetch, allow=lambda _: True))
        assert run(monkeypatch, "policy", "fetch", f"{root}/i", "-o", str(tmp_path / "saved")) == 2
    assert "image/png" in capsys.readouterr().err
