"""Officials and accounts: who may do what, where and until when (cán bộ, công chức và tài khoản)."""
