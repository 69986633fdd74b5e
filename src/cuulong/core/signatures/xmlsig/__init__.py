"""Signatures in XML packets: XAdES-BES of our own, XAdES and plain XMLDSig of others (chữ ký số trên gói tin XML).

`sign.sign_xml(xml, key)` and `verify.verify_xml(xml)`.
"""
