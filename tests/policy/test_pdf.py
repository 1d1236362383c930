from __future__ import annotations

import contextlib

import pytest

from mingcha.policy.document import UnreadablePolicyError
from mingcha.policy.pdf import read_pdf


def make(text: str) -> bytes:
    """Build a one-page PDF whose font maps codes to Unicode, as those of word processors do."""
    codes = {char: index + 1 for index, char in enumerate(dict.fromkeys(text))}
    shown = "".join(f"{codes[char]:04X}" for char in text)
    maps = "".join(f"<{code:04X}> <{ord(char):04X}>\n" for char, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange "
        f"{len(codes)} beginbfchar\n{maps}endbfchar endcmap end"
    )
    page = f"BT /F1 12 Tf 50 700 Td <{shown}> Tj ET"
    system = "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(page)} >>\nstream\n{page}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 1000 {system} >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    start = len(out)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(bodies) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF"
    return out.encode("latin-1")


def test_text_of_a_pdf() -> None:
    document = read_pdf(make("我们会收集您的手机号码。"), "p.pdf", "00")
    assert (document.form, document.text.strip()) == ("pdf", "我们会收集您的手机号码。")


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(UnreadablePolicyError, match="PDF"):
        read_pdf(b"%PDF-1.4\n", "p.pdf", "00")


def test_a_cut_one_is_repaired_or_refused() -> None:
    for end in range(100, 1200, 97):
        with contextlib.suppress(UnreadablePolicyError):
            assert read_pdf(make("我们")[:end], "p.pdf", "00").form == "pdf"
