"""Hosts whose URLs in a package are names or notices, not addresses that an app talks to; each with the reason.

A host counts with its subdomains. Adding one hides it from the url table, so it must never be one that serves data.
"""

from __future__ import annotations

NOISE: dict[str, str] = {
    "schemas.android.com": "XML namespace of Android resources",
    "schemas.microsoft.com": "XML namespace",
    "schemas.xmlsoap.org": "XML namespace of SOAP",
    "schemas.openxmlformats.org": "XML namespace of Office files",
    "www.w3.org": "XML, SVG and XHTML namespaces",
    "xmlns.com": "XML namespace of FOAF",
    "purl.org": "XML namespace of Dublin Core",
    "ns.adobe.com": "XML namespace of XMP metadata in images",
    "iptc.org": "XML namespace of XMP metadata in images",
    "xmlpull.org": "feature names of the XML pull parser",
    "xml.org": "feature names of SAX",
    "xml.apache.org": "feature names of Xerces and Xalan",
    "java.sun.com": "XML namespaces and feature names of Java",
    "relaxng.org": "XML namespace of RELAX NG",
    "json-schema.org": "names of JSON Schema dialects",
    "www.apache.org": "licence text",
    "www.opensource.org": "licence text",
    "opensource.org": "licence text",
    "www.gnu.org": "licence text",
    "creativecommons.org": "licence text",
    "mozilla.org": "licence text",
    "unicode.org": "licence text and names of Unicode data",
    "example.com": "reserved for examples (RFC 2606)",
    "example.org": "reserved for examples (RFC 2606)",
    "example.net": "reserved for examples (RFC 2606)",
}


def is_noise(host: str) -> bool:
    """Tell whether a host, or a domain that it belongs to, is in the list."""
    while host:
        if host in NOISE:
            return True
        _, _, host = host.partition(".")
    return False
