from __future__ import annotations

from mingcha.policy.acquire import open_document
from mingcha.policy.linked import MAX_LISTS, linked_lists

PAGE = """<html><body><h1>隐私政策</h1>
<p>我们接入的第三方见<a href="sdk.html">《第三方SDK目录》</a>，<a href="https://a.cn/collected#x">已收集个人信息清单</a>，
<a href="/perm">权限说明</a>，<a href="https://a.cn/agreement">用户协议</a>，<a href="mailto:list@a.cn">清单</a>，
<a href="javascript:void(0)">SDK列表</a>，<a href="sdk.html">SDK目录</a>。</p>
<p>SDK清单：<a href="https://a.cn/list2">https://a.cn/list2</a></p>
<table><tr><th>名称</th><th>链接</th></tr><tr><td>某SDK列表</td><td><a href="https://b.cn/sdk-list">SDK清单</a></td></tr></table>
<p>See our <a href="//a.cn/en">third-party SDK list</a>.</p></body></html>"""


def lists(text: str, name: str) -> list[str]:
    return linked_lists(open_document(text.encode(), name))


def test_lists_are_followed_and_nothing_else() -> None:
    assert lists(PAGE, "p.html") == ["sdk.html", "https://a.cn/collected#x", "/perm", "https://a.cn/list2", "//a.cn/en"]


def test_markdown_links_count_too() -> None:
    assert lists("# 隐私政策\n详见[《SDK目录》](https://a.cn/sdk)，以及[官网](https://a.cn/)。\n", "p.md") == ["https://a.cn/sdk"]


def test_there_is_a_limit() -> None:
    page = "<html><body>" + "".join(f'<p><a href="/l{i}">清单</a></p>' for i in range(100)) + "</body></html>"
    assert lists(page, "p.html") == [f"/l{i}" for i in range(MAX_LISTS)]
