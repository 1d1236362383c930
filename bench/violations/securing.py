"""Security measures: clear text, certificates, files that others read, logs; and code from outside the package."""

from __future__ import annotations

from dataclasses import replace

from bench.violations.app import IMEI, RETURN, App, application, block, method, new, smali
from bench.violations.starting import when
from bench.violations.verdicts import Fire, package, versus

_PHONE = ("READ_PHONE_STATE",)
_MANAGER, _CERTIFICATES = "Ljavax/net/ssl/X509TrustManager;", "[Ljava/security/cert/X509Certificate;"
_VERIFIER = "Ljavax/net/ssl/HostnameVerifier;"
_REFUSE = block(
    "new-instance v0, Ljava/security/cert/CertificateException;",
    "invoke-direct {v0}, Ljava/security/cert/CertificateException;-><init>()V",
    "throw v0",
)


def _sends(address: str, **made: object) -> App:
    """Return an app that reads the IMEI and holds an address."""
    return package(application(IMEI, f'const-string v1, "{address}"'), permissions=_PHONE, **made)  # type: ignore[arg-type]  # as package's


def _trusts(bad: bool) -> App:
    manager = smali(
        "@Trust;",
        method(f"public checkClientTrusted({_CERTIFICATES}Ljava/lang/String;)V", RETURN),
        method(f"public checkServerTrusted({_CERTIFICATES}Ljava/lang/String;)V", RETURN if bad else _REFUSE),
        method(f"public getAcceptedIssuers(){_CERTIFICATES}", "const/4 v0, 0x0", "return-object v0"),
        implements=(_MANAGER,),
    )
    return package(application(new("@Trust;")), manager)


def _verifies(bad: bool) -> App:
    verified = block("const/4 v0, 0x1", "return v0") if bad else block("const/4 v0, 0x0", "return v0")
    verifier = smali(
        "@Verify;",
        method("public verify(Ljava/lang/String;Ljavax/net/ssl/SSLSession;)Z", verified),
        implements=(_VERIFIER,),
    )
    return package(application(new("@Verify;")), verifier)


_HANDLER = "Landroid/webkit/SslErrorHandler;"


def _page(*lines: str) -> App:
    client = smali(
        "@Page;",
        method(f"public onReceivedSslError(Landroid/webkit/WebView;{_HANDLER}Landroid/net/http/SslError;)V", *lines, RETURN),
        parent="Landroid/webkit/WebViewClient;",
        fields=("public asked:Z",),
    )
    return package(application(new("@Page;")), client)


_PROCEED, _CANCEL = (f"invoke-virtual {{p2}}, {_HANDLER}->{name}()V" for name in ("proceed", "cancel"))
_ASKED = block("iget-boolean v0, p0, @Page;->asked:Z", "if-eqz v0, :ask", _PROCEED, RETURN, ":ask", _CANCEL)


def _configured(text: str, target: int = 26) -> App:
    config = f'<?xml version="1.0" encoding="utf-8"?>\n<network-security-config>{text}</network-security-config>\n'
    return package(attributes='android:networkSecurityConfig="@xml/net"', resources={"xml/net.xml": config}, sdk=(21, target))


_USER = '<{0}><trust-anchors><certificates src="user"/></trust-anchors></{0}>'
_CLEARTEXT = '<{0} cleartextTrafficPermitted="true">{1}</{0}>'
_LOG = "invoke-static {v1, v2}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I"
_JOIN = block(
    new("Ljava/lang/StringBuilder;", register="v3"),
    "invoke-virtual {v3, v0}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;",
    "invoke-virtual {v3}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;",
    "move-result-object v2",
)


def _logs(bad: bool) -> App:
    text = _JOIN if bad else 'const-string v2, "read"'
    return package(application(IMEI, 'const-string v1, "tag"', text, _LOG), permissions=_PHONE)


def _opens(mode: int, target: int = 23) -> App:
    code = block(
        'const-string v0, "user"',
        f"const/4 v1, {mode:#x}",
        "invoke-virtual {p0, v0, v1}, @App;->getSharedPreferences(Ljava/lang/String;I)Landroid/content/SharedPreferences;",
    )
    return package(application(code), sdk=(21, target))


_LOADER = "Ldalvik/system/DexClassLoader;"
_LOAD = block(
    "const/4 v1, 0x0",
    "const/4 v2, 0x0",
    "const/4 v3, 0x0",
    "const/4 v4, 0x0",
    new(_LOADER, "v1", "v2", "v3", "v4", types="Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;Ljava/lang/ClassLoader;"),
)

PAIRS = (
    versus(
        "clear-text-address",
        Fire("cleartext-collection"),
        lambda bad: _sends(f"http{'' if bad else 's'}://log.bench.cn/collect/device"),
    ),
    versus(
        "clear-text-refused",
        Fire("cleartext-collection"),
        lambda bad: _sends("http://log.bench.cn/collect/device", sdk=(21, 27 if bad else 28)),
    ),
    versus("trusts-every-certificate", Fire("certificate-not-checked", start_state="at-start"), _trusts),
    versus("accepts-every-host", Fire("certificate-not-checked", start_state="at-start"), _verifies),
    versus("page-goes-on", Fire("certificate-not-checked", start_state="at-start"), lambda bad: _page(_PROCEED if bad else _CANCEL)),
    versus("page-asks-first", Fire("certificate-not-checked", start_state="at-start"), lambda bad: _page(_PROCEED if bad else _ASKED)),
    versus(
        "user-certificates",
        Fire("user-certificates-trusted"),
        lambda bad: _configured(_USER.format("base-config" if bad else "debug-overrides")),
    ),
    versus(
        "clear-text-for-all",
        Fire("cleartext-allowed"),
        lambda bad: _configured(
            _CLEARTEXT.format("base-config", "") if bad else _CLEARTEXT.format("domain-config", "<domain>a.bench.cn</domain>"), 28
        ),
    ),
    versus(
        "clear-text-attribute",
        Fire("cleartext-allowed"),
        lambda bad: package(attributes='android:usesCleartextTraffic="true"', sdk=(21, 28 if bad else 27)),
    ),
    versus("imei-in-the-log", Fire("personal-data-logged", data_type="imei", start_state="at-start"), _logs),
    versus("preferences-for-all", Fire("world-readable-file", start_state="at-start"), lambda bad: _opens(1 if bad else 0)),
    versus("preferences-refused", Fire("world-readable-file", start_state="at-start"), lambda bad: _opens(1, 23 if bad else 24)),
    versus("signed-with-a-debug-key", Fire("debug-certificate"), lambda bad: replace(package(), key="androiddebugkey" if bad else "own")),
    versus("changed-after-signing", Fire("signature-invalid"), lambda bad: replace(package(), key="own", is_altered=bad)),
    versus("debuggable", Fire("debuggable"), lambda bad: package(attributes=f'android:debuggable="{str(bad).lower()}"')),
    versus(
        "code-from-outside",
        Fire("dynamic-code", start_state="at-start"),
        lambda bad: package(application(_LOAD)) if bad else package(smali("@Old;", method("public static load()V", _LOAD, RETURN))),
    ),
    versus(
        "code-from-outside-on-request",
        Fire("dynamic-code", start_state="user-action"),
        lambda bad: package(*when(False, _LOAD if bad else "")),
    ),
)
