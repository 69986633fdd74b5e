"""Who did what, when and on whose behalf, sealed so that no one can rewrite it unseen (nhật ký hệ thống).

`record.record(acting, action, subject)` in every verb; `sealer` chains and signs; `checking` proves.
"""
