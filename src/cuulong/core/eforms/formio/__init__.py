"""Forms of Form.io and of programs that use its format, taken in with a report (nhập biểu mẫu Form.io)."""
