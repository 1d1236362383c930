"""Hostile pages of a given size, each made to be slow, deep or endless somewhere; built the same way each time."""

from __future__ import annotations

# Name, beginning, and what is repeated until the page is full.
_REPEATED = (
    ("nested blocks", "<html><body>", "<div>"),
    ("nested tables", "<html><body>", "<table><tr><td>IMEI"),
    ("open list items", "<html><ul>", "<li>收集IMEI："),
    ("one sentence", "", "我们会收集您的设备信息和位置信息以及通讯录"),
    ("one word", "", "a"),
    ("one number", "", "1"),
    ("words run together", "", "IMEI"),
    ("numbers of a list", "", "1."),
    ("one long address", "http://", "a"),
    ("cells of one row", "<html><body><table><tr>", "<td>友盟SDK</td>"),
    ("merged cells", "<html><body><table>", "<tr><td rowspan=50 colspan=50>x</td></tr>"),
    ("rows of SDKs", "<html><body><table><tr><td>SDK名称</td><td>收集信息</td></tr>", "<tr><td>友盟SDK</td><td>IMEI、MAC地址</td></tr>"),
    ("rows between pipes", "|SDK名称|收集信息|\n|---|---|\n", "|友盟SDK|IMEI|\n"),
    ("heads of pipe tables", "", "|a|b\n---|---\n"),
    ("brackets", "", "（【《「[("),
    ("quotes", "", "“"),
    ("less than", "", "<"),
    ("names of SDKs", "", "友盟SDK、"),
    ("a list of SDKs in quotes", "", "第三方SDK“支付宝、微信、"),
    ("names with addresses", "", "友盟SDK收集IMEI，见https://a.cn/x 。"),
    ("links of a page", "<html><body>", "<a href=/l>友盟SDK清单</a>。"),
    ("rows with links", "<html><body><table><tr><td>SDK名称</td><td>链接</td></tr>", "<tr><td>友盟SDK</td><td><a href=/l>a</a></td></tr>"),
    ("promised times", "", "我们在15天内答复您的请求，"),
    ("English denials", "", "we do not collect your contacts or location unless you agree, "),
    ("English words of denial", "", "neither no data never do not "),
    ("addresses of mail", "", "a.b@"),
    ("English sentences", "", "We sell it. "),
    ("definitions", "", "本政策中涉及的个人信息包括："),
    ("keys", "", "SDK名称：友盟\n收集信息：IMEI\n"),
    ("heads of lists", "", "包括：\n"),
    ("denials", "", "我们不会收集您的"),
    ("negations", "", "不"),
    ("bold marks", "", "**a"),
    ("semicolons", "", "收集IMEI；"),
    ("conditions", "", "如您拒绝，在您使用时，我们可能通过第三方SDK收集（包括但不限于）您的IMEI；除非"),
)


def pages(size: int) -> dict[str, bytes]:
    """Return pages of `size` characters by name."""
    found = {name: (start + unit * (size // len(unit) + 1))[:size].encode() for name, start, unit in _REPEATED}
    found["different SDKs"] = "".join(f"厂商{n}号SDK收集IMEI。" for n in range(size // 18)).encode()
    found["rows of different SDKs"] = "".join(
        ["|SDK名称|收集信息|\n|---|---|\n", *(f"|厂商{n}号|IMEI|\n" for n in range(size // 14))]
    ).encode()
    return found
