"""Names of the standards, and which algorithms are taken (tên trong chuẩn XMLDSig, XAdES)."""

from __future__ import annotations

from cryptography.hazmat.primitives import hashes

DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
NAMES = {"ds": DS, "xades": XADES}
SIGNED_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties"

EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
ENVELOPED = f"{DS}enveloped-signature"

SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
ECDSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"

DIGESTS: dict[str, hashes.HashAlgorithm] = {
    f"{DS}sha1": hashes.SHA1(),  # noqa: S303 - older senders; told as a warning
    SHA256: hashes.SHA256(),
    "http://www.w3.org/2001/04/xmldsig-more#sha384": hashes.SHA384(),
    "http://www.w3.org/2001/04/xmlenc#sha512": hashes.SHA512(),
}
METHODS: dict[str, tuple[str, hashes.HashAlgorithm]] = {
    f"{DS}rsa-sha1": ("rsa", hashes.SHA1()),  # noqa: S303 - as above
    RSA_SHA256: ("rsa", hashes.SHA256()),
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384": ("rsa", hashes.SHA384()),
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512": ("rsa", hashes.SHA512()),
    ECDSA_SHA256: ("ec", hashes.SHA256()),
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384": ("ec", hashes.SHA384()),
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512": ("ec", hashes.SHA512()),
}


def ds(name: str) -> str:
    """A name of XMLDSig as lxml writes it."""
    return f"{{{DS}}}{name}"


def xades(name: str) -> str:
    """A name of XAdES as lxml writes it."""
    return f"{{{XADES}}}{name}"
