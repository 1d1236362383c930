from __future__ import annotations

import re

from mingcha.catalogue import load
from mingcha.platform.documents.builders.basis import cite


def test_clauses_are_cited_as_their_documents_count_them() -> None:
    clauses = load().clauses
    told = {
        "MIIT-2020-10": "工信部信管函〔2020〕164号第三部分第10项（应用分发平台管理责任落实不到位）",
        "MIIT-2023-1.4": "工信部信管函〔2023〕26号第一部分第4项（窗口关闭用户可选）",
        "MIIT-2023-2.14": "工信部信管函〔2023〕26号第二部分第14项（确保有效处置）",
        "CAC-191-3.2": "国信办秘字〔2019〕191号《App违法违规收集使用个人信息行为认定方法》第三条第2项",
        "PIPL-17": "《个人信息保护法》第17条",
        "AD-10": "《互联网广告管理办法》第10条",
        "MIIT-407-7": "工信部信管〔2016〕407号第7条",
        "MIIT-24": "工业和信息化部令第24号",
        "POPUP-2022": "《互联网弹窗信息推送服务管理规定》",
    }
    assert {clause: cite(clauses[clause]) for clause in told} == told


def test_every_clause_of_the_catalogue_is_cited_without_its_date() -> None:
    cited = [cite(clause) for clause in load().clauses.values()]
    assert len(set(cited)) == len(cited) == 83
    assert [text for text in cited if re.search(r"\d{4}-\d{2}|\s", text)] == []
