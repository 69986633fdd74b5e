"""Systems outside: who they are, what they may do through the API, what they are told (kết nối hệ thống ngoài).

A client is an official account of its own with a dated appointment; scopes narrow what its rights allow.
"""
