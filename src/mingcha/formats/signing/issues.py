"""The words for everything that can be wrong with a signature, in both languages, and the exception that carries it."""

from __future__ import annotations

from mingcha.formats.signing.result import Issue
from mingcha.model import Text

_TEXTS = {
    # the package
    "no-platform-range": (
        "清单不可读，无法确定适用的系统版本",
        "the manifest cannot be read, so the platform range is unknown",
    ),
    "sandbox-needs-v2": (
        "targetSandboxVersion 为 {0}，须有 v2 或更高版本签名",
        "targetSandboxVersion {0} needs a v2 or later signature",
    ),
    "target-needs-v2": (
        "targetSdkVersion 为 {0}，须有 v2 或更高版本签名",
        "targetSdkVersion {0} needs a v2 or later signature",
    ),
    "v1-v2-signers-differ": ("v1 与 v2 的签名者不一致", "the signers of v1 and v2 differ"),
    "several-past-signers": ("v3 只允许一个旧签名者，v1/v2 却有多个", "v3 allows one past signer, v1/v2 have several"),
    "several-v3-signers": ("无轮换证明却有多个 v3 签名者", "several v3 signers without a proof of rotation"),
    "past-signer-differs": (
        "v1/v2 的签名证书不是 v3 证书谱系的起点",
        "the v1/v2 signer is not the root of the v3 lineage",
    ),
    # v2, v3, v3.1
    "malformed-signers": ("签名者列表格式错误", "the list of signers is malformed"),
    "no-signers": ("没有签名者", "no signers"),
    "too-many-signers": ("签名者多于 {0} 个", "more than {0} signers"),
    "malformed-signer": ("签名者记录格式错误", "the signer's record is malformed"),
    "malformed-signature": ("第 {0} 个签名格式错误", "signature {0} is malformed"),
    "unknown-algorithm": ("未知的签名算法 {0}", "unknown signature algorithm {0}"),
    "no-signatures": ("没有签名", "no signatures"),
    "no-supported-signatures": (
        "没有适用于各系统版本的签名算法",
        "no signature algorithm that every platform version supports",
    ),
    "malformed-public-key": (
        "公钥格式错误或与算法不符",
        "the public key is malformed or of another kind than the algorithm",
    ),
    "signature-wrong": ("{0} 签名验证不通过", "the {0} signature does not verify"),
    "malformed-certificate": ("第 {0} 张证书格式错误", "certificate {0} is malformed"),
    "too-many-certificates": ("证书多于 {0} 张", "more than {0} certificates"),
    "no-certificates": ("没有证书", "no certificates"),
    "public-key-differs": (
        "签名记录的公钥与证书的公钥不同",
        "the public key of the record is not that of the certificate",
    ),
    "malformed-digest": ("第 {0} 个摘要格式错误", "digest {0} is malformed"),
    "algorithms-differ": ("签名与摘要两处的算法列表不同", "the algorithms of signatures and digests differ"),
    "malformed-attribute": ("第 {0} 个附加属性格式错误", "additional attribute {0} is malformed"),
    "unknown-attribute": ("未知的附加属性 {0}", "unknown additional attribute {0}"),
    "unknown-scheme-id": ("防剥离标记引用了未知方案 {0}", "stripping protection refers to the unknown scheme {0}"),
    "scheme-stripped": (
        "按防剥离标记应有 v{0} 签名，实际缺失",
        "stripping protection says there is a v{0} signature, but it is missing",
    ),
    "content-digest-wrong": ("文件内容与签名的 {0} 摘要不符", "the content does not match the signed {0} digest"),
    "verity-unaligned": (
        "签名块未按 4096 字节对齐，无法计算 verity 摘要",
        "the signing block is not on a 4096-byte boundary, so there is no verity digest",
    ),
    # v3, v3.1
    "bad-sdk-range": ("签名者的系统版本范围 {0}–{1} 无效", "the signer's platform range {0}–{1} is invalid"),
    "sdk-range-differs": (
        "签名者记录与被签数据的系统版本范围不同",
        "the platform ranges of record and signed data differ",
    ),
    "sdk-range-broken": ("各签名者的系统版本范围不连续", "the platform ranges of the signers do not join"),
    "sdk-range-incomplete": ("签名只覆盖系统版本 {0}–{1}", "the signatures cover only platform versions {0}–{1}"),
    "lineage-malformed": ("轮换证明格式错误", "the proof of rotation is malformed"),
    "lineage-wrong": ("轮换证明验证不通过", "the proof of rotation does not verify"),
    "lineage-other-certificate": (
        "轮换证明的末张证书不是签名证书",
        "the last certificate of the proof of rotation is not the signer's",
    ),
    "lineages-differ": ("各签名者的轮换证明互不一致", "the proofs of rotation of the signers do not agree"),
    "rotation-sdk-differs": (
        "v3 声明从系统版本 {0} 起轮换，v3.1 却从 {1} 起",
        "v3 says rotation starts at {0}, v3.1 starts at {1}",
    ),
    "v31-missing": (
        "v3 声明从系统版本 {0} 起另有 v3.1 签名，实际缺失",
        "v3 says there is a v3.1 signature from {0} on, but it is missing",
    ),
    "rotation-sdk-unprotected": (
        "v3 未声明 v3.1 的起始系统版本（{0}），v3.1 可被剥离",
        "v3 does not name the start of v3.1 ({0}), so v3.1 can be stripped",
    ),
    "v31-without-v3": ("有 v3.1 签名却没有 v3 签名", "a v3.1 signature without a v3 signature"),
    # v1
    "archive-inconsistent": (
        "压缩包目录与条目不一致，安卓系统会拒绝（{0}）",
        "the directory of the archive and its entries do not agree, Android refuses it ({0})",
    ),
    "duplicate-entry": ("压缩包内有重名条目 {0}", "the archive has several entries named {0}"),
    "no-manifest-file": ("缺少 META-INF/MANIFEST.MF", "META-INF/MANIFEST.MF is missing"),
    "unreadable-entry": ("无法读取条目 {0}", "entry {0} cannot be read"),
    "empty-manifest-file": ("{0} 没有内容，或行数过多", "{0} has no content, or too many lines"),
    "unnamed-section": ("{0} 第 {1} 节没有 Name", "section {1} of {0} has no Name"),
    "duplicate-section": ("{0} 中 {1} 出现多次", "{0} names {1} more than once"),
    "named-entry-missing": ("清单文件列出的条目 {0} 不在包内", "entry {0} of the manifest file is not in the package"),
    "no-signature-file": ("{0} 没有对应的 {1}", "{0} has no {1} beside it"),
    "no-jar-signatures": ("没有 JAR 签名", "no JAR signatures"),
    "pkcs7-malformed": ("签名块文件 {0} 无法解析", "signature block {0} cannot be parsed"),
    "no-signer-info": ("签名块文件 {0} 没有签名者", "signature block {0} has no signers"),
    "algorithm-unsupported": (
        "签名块文件 {0} 使用 {1} 与 {2}，所声明的系统版本中有的不支持",
        "signature block {0} uses {1} and {2}, which part of the platform range does not support",
    ),
    "jar-signature-wrong": ("{0} 对 {1} 的签名验证不通过", "{0} does not verify against {1}"),
    "certificate-not-found": ("签名块文件 {0} 缺少签名者的证书", "signature block {0} lacks the signer's certificate"),
    "certificate-unfit": (
        "证书不可用于签名（关键扩展不支持或密钥用途不符）",
        "the certificate is not fit for signing (unsupported critical extension or key usage)",
    ),
    "signed-attributes-unsafe": (
        "带签名属性的 JAR 签名在 Android 4.4 之前不受保护",
        "JAR signatures with signed attributes protect nothing before Android 4.4",
    ),
    "signed-attributes-incomplete": ("签名属性缺少内容类型或摘要", "the signed attributes lack content type or digest"),
    "no-signature-version": ("{0} 没有 Signature-Version", "{0} has no Signature-Version"),
    "bad-base64": ("{0} 的摘要不是有效的 Base64", "a digest of {0} is not valid Base64"),
    "main-section-digest-wrong": (
        "MANIFEST.MF 主节与 {0} 的摘要不符",
        "the main section of MANIFEST.MF does not match {0}",
    ),
    "section-digest-wrong": (
        "MANIFEST.MF 中 {0} 一节与 {1} 的摘要不符",
        "the section of {0} in MANIFEST.MF does not match {1}",
    ),
    "section-digest-missing": ("{1} 没有 {0} 的摘要", "{1} has no digest for {0}"),
    "manifest-digest-missing": ("{0} 没有 MANIFEST.MF 的摘要", "{0} has no digest of MANIFEST.MF"),
    "manifest-digest-wrong": ("MANIFEST.MF 全文与 {0} 的摘要不符", "MANIFEST.MF as a whole does not match {0}"),
    "no-strip-protection": ("{0} 没有防剥离标记", "{0} has no stripping protection"),
    "entry-not-in-manifest": ("条目 {0} 没有摘要，不受签名保护", "entry {0} has no digest, so no signature covers it"),
    "entry-not-signed": ("条目 {0} 不受任何签名者保护", "entry {0} is covered by no signer"),
    "entry-signers-differ": ("条目 {0} 与 {1} 的签名者不同", "entries {0} and {1} have different signers"),
    "entry-digest-wrong": ("条目 {0} 与 MANIFEST.MF 的摘要不符", "entry {0} does not match its digest in MANIFEST.MF"),
    "no-signed-entries": ("没有受签名保护的条目", "no entry is signed"),
    "unprotected-entries": (
        "META-INF 内有 {0} 个条目不受 v1 签名保护，如 {1}",
        "{0} entries of META-INF are not covered by v1, among them {1}",
    ),
}

_LONGEST_PARAMETER = 200


class RejectedError(Exception):
    """A signer or scheme is rejected; `issue` says why."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.text.en)
        self.issue = issue


def make_issue(code: str, scheme: str, *parameters: object, signer: str | None = None) -> Issue:
    """Return the issue with this code; parameters come from the package, so they are shortened and made printable."""
    zh, en = _TEXTS[code]
    shown = [_printable(str(parameter)) for parameter in parameters]
    return Issue(code, scheme, Text(zh.format(*shown), en.format(*shown)), signer)


def _printable(text: str) -> str:
    text = "".join(c if c.isprintable() else "�" for c in text[: _LONGEST_PARAMETER + 1])
    return text if len(text) <= _LONGEST_PARAMETER else text[:_LONGEST_PARAMETER] + "…"
