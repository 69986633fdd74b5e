"""Fees and how they are paid: VietQR, cash, webhooks of the bank (phí, lệ phí và thanh toán)."""
