"""The fixed words of the laboratory report, in both languages."""

from __future__ import annotations

from mingcha.model import Text, Verdict

# How a test report words the five verdicts; what each means is printed beneath the tables.
VERDICTS = {
    Verdict.VIOLATED: Text("不符合", "violated"),
    Verdict.SUSPECTED: Text("疑似不符合", "suspected"),
    Verdict.NOT_TESTED: Text("未检测", "not tested"),
    Verdict.NOT_FOUND: Text("未发现不符合", "not found"),
    Verdict.NOT_APPLICABLE: Text("不适用", "not applicable"),
}

BLANK_LINE = "＿＿＿＿＿＿＿＿"
BLANK_NUMBER = Text("〔　　　　〕第　　　　号", "________________")
BLANK_DAY = Text("　　　　年　　月　　日", "____-__-__")
ROLES = (Text("检测", "Tested by"), Text("审核", "Reviewed by"), Text("批准", "Approved by"))

COVER = {
    "title": Text("检测报告", "TEST REPORT"),
    "subtitle": Text("移动互联网应用程序（APP）侵害用户权益行为检测", "Mobile application: infringement of users' rights"),
    "short_title": Text("APP侵害用户权益行为检测报告", "Test report: infringement of users' rights"),
    "number": Text("报告编号：", "Report no.: "),
    "sha256": Text("安装包SHA-256", "Package SHA-256"),
    "developer": Text("开发者（签名证书主体）", "Developer (subject of the signing certificate)"),
    "client": Text("委托单位", "Client"),
    "day": Text("报告日期", "Date"),
    "issuer": Text("检测单位（盖章）：", "Laboratory (seal):"),
    "page": Text("第 {page} 页　共 {pages} 页", "Page {page} of {pages}"),
    "sample": Text("样品（送检文件）", "Sample (file tested)"),
    "basis": Text("检测依据", "Basis"),
    "method": Text("检测方法", "Method"),
    "counts": Text("分项结果", "Results"),
    "labels": Text("所涉问题", "Problems, as notices name them"),
}

HEADINGS = {
    "notes": Text("声　明", "Notes"),
    "conclusions": Text("检测结论", "Conclusions"),
    "findings": Text("发现的问题", "Findings"),
    "untested": Text("未检测的内容及原因", "What was not tested, and why"),
    "untested_note": Text(
        "下表列出各类证据的完整程度。证据缺失或不完整的，凡需要该证据的检测项均记为“未检测”，不等于没有问题。",
        "The table shows how much of each kind of evidence was seen. Where evidence is missing or incomplete, every criterion that "
        "needs it is “not tested”, which does not mean that there is no problem.",
    ),
    "method": Text(
        "静态分析（读取安装包文件，不运行应用），工具与版本见附录。",
        "Static analysis (files are read, the app is not run); tool and versions in the annex.",
    ),
    "packed": Text("（受保护的代码不可见，凡需要代码证据的检测项不得认为没有问题）", " (protected code cannot be seen)"),
    "name": Text("签字", "Signature"),
    "day": Text("日期", "Date"),
    "end": Text("——————　报告结束　——————", "—————— End of report ——————"),
}

NOTES = (
    Text(
        "本报告未加盖检测单位公章，或无检测、审核、批准人签字的，不作为正式检测报告。检测、审核与批准应由不同人员完成。",
        "Without the laboratory's seal and the signatures of those who tested, reviewed and approved it, this is not a formal test "
        "report. The three should be different persons.",
    ),
    Text(
        "本报告仅对封面所列SHA-256对应的安装包有效。",
        "This report holds only for the package whose SHA-256 stands on the cover.",
    ),
    Text(
        "未经检测单位书面同意，不得部分复制本报告；涂改无效。",
        "It may not be copied in part without the laboratory's written consent, and is void if altered.",
    ),
)

TABLES = {
    "number": Text("序号", "No."),
    "clause": Text("检测内容", "Clause"),
    "verdict": Text("结论", "Verdict"),
    "why": Text("说明", "Why"),
    "see": Text("问题", "See"),
    "evidence": Text("证据", "Evidence"),
    "state": Text("程度", "State"),
    "reason": Text("原因", "Reason"),
    "meaning": Text("结论用语：", "Verdicts: "),
    "finding": Text("问题", "Finding"),
    "description": Text("问题描述", "Description"),
    "permission": Text("权限", "Permission"),
    "level": Text("级别", "Level"),
    "family": Text("权限组", "Group"),
    "owner": Text("声明方", "Declared by"),
    "type": Text("类型", "Type"),
    "class": Text("类名", "Class"),
    "exported": Text("对外", "Exported"),
    "name": Text("名称", "Name"),
    "vendor": Text("提供者", "Provider"),
    "version": Text("版本", "Version"),
    "confidence": Text("置信度", "Confidence"),
    "subject": Text("证书主体", "Subject"),
    "schemes": Text("签名方案", "Schemes"),
    "digest": Text("证书SHA-256", "Certificate SHA-256"),
    "data": Text("信息或行为", "Data or behaviour"),
    "item": Text("项目", "Item"),
    "value": Text("内容", "Value"),
}

ANNEXES = {
    "accesses": Text(
        "附录A　个人信息读取与受管行为（代码中的调用处数）", "Annex A. Personal data and regulated behaviour (call sites in the code)"
    ),
    "sdks": Text("附录B　第三方SDK", "Annex B. Third-party SDKs"),
    "permissions": Text("附录C　申请的权限", "Annex C. Permissions"),
    "components": Text("附录D　组件", "Annex D. Components"),
    "certificates": Text("附录E　签名证书", "Annex E. Signing certificates"),
    "method": Text("附录F　检测方法与版本", "Annex F. Method and versions"),
    "tool": Text("检测工具", "Tool"),
    "rules": Text("规则包摘要", "Rule pack digest"),
    "catalogue": Text("目录摘要", "Catalogue digest"),
    "digest": Text("报告数据摘要", "Digest of the report data"),
    "replay": Text("复核方法", "How to check"),
    "replay_how": Text(
        "以同一版本的工具对封面所列安装包执行 mingcha scan 文件 -f json（所用 --suppress、--baseline、--app-type 相同），"
        "其输出的SHA-256应与“报告数据摘要”一致。",
        "Run mingcha scan FILE -f json with the same version of the tool (and the same --suppress, --baseline and --app-type) on the "
        "package of the cover: the SHA-256 of its output is the digest of the report data.",
    ),
    "approach": Text("方法", "Method"),
    "approach_how": Text(
        "在隔离的子进程中读取安装包：解析清单、资源、签名和代码，建立调用图，由入口点出发判断各调用处何时可以执行，"
        "再以规则逐条判定。不运行应用，不访问网络。静态文件证据为D级证据。",
        "The package is read in an isolated process: manifest, resources, signatures and code are parsed, a call graph is built, when "
        "each call can run is told from the entry points, and rules judge. The app is not run and no network is used. Evidence from "
        "files is of grade D.",
    ),
}


def day_in_words(day: str, lang: str) -> str:
    """Return a day (YYYY-MM-DD) as a document prints it: 2026年3月5日 (GB/T 9704: no leading zeros); in English as it is."""
    if lang == "en":
        return day
    year, month, date = day.split("-")
    return f"{year}年{int(month)}月{int(date)}日"
