"""A small program on the officer's machine: signs a hash with the USB token there (trợ lý ký số trên máy cán bộ).

It needs nothing of the server's program but this folder, `python-pkcs11` and `asn1crypto`. It listens on this machine
only, answers only the pages of one address, and asks for the PIN itself: the page never sees it.
"""
