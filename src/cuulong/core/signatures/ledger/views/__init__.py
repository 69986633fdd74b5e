"""Screens of the register of certificates (màn hình sổ chứng thư số)."""
