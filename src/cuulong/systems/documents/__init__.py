"""Official documents from draft or arrival to archive (văn bản và điều hành; NĐ 30/2020)."""
