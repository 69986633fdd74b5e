"""The province's register of certificates and the devices that hold their keys (sổ chứng thư số)."""
