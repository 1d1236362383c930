"""How documents are served."""

from __future__ import annotations

from mingcha.model import Text

MANNERS = (
    ("direct", Text("直接送达", "in person")),
    ("post", Text("邮寄送达", "by post")),
    ("electronic", Text("电子送达", "electronically")),
    ("left", Text("留置送达", "left at the premises")),
    ("public", Text("公告送达", "by announcement")),
)
