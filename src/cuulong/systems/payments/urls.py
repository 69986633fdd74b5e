"""Doors of the payments, mounted at /payments/ (đường dẫn)."""

from django.urls import path

from .views import charges, money, receipts, refunds, sheet, shifts, statements

app_name = "payments"
urlpatterns = [
    path("", charges.charges, name="charges"),
    path("money/", money.index, name="money"),
    path("money/<uuid:uuid>/", money.one, name="money_one"),
    path("money/<uuid:uuid>/undo/", money.take_back, name="money_undo"),
    path("money/<uuid:uuid>/refund/", refunds.of_payment, name="refund_payment"),
    path("refunds/", refunds.index, name="refunds"),
    path("refunds/<uuid:uuid>/", refunds.one, name="refund"),
    path("refunds/<uuid:uuid>/decide/", refunds.decision, name="refund_decide"),
    path("refunds/<uuid:uuid>/proof/", refunds.proof, name="refund_proof"),
    path("receipts/", receipts.index, name="receipts"),
    path("receipts/<uuid:uuid>/replace/", receipts.replace, name="receipt_replace"),
    path("receipts/<str:code>/", receipts.one, name="receipt"),
    path("shift/", shifts.mine, name="shift"),
    path("shifts/", shifts.index, name="shifts"),
    path("statements/", statements.index, name="statements"),
    path("statements/<uuid:uuid>/", statements.one, name="statement"),
    path("formats/", statements.formats, name="formats"),
    path("formats/<uuid:uuid>/", statements.format_one, name="format"),
    path("sheet/", sheet.sheet, name="sheet"),
    path("<uuid:uuid>/refund/", refunds.of_charge, name="refund_charge"),
    path("webhook/", charges.webhook, name="webhook"),
    path("<uuid:uuid>/", charges.pay, name="pay"),
    path("<uuid:uuid>/collect/", charges.collect, name="collect"),
    path("<uuid:uuid>/simulate/", charges.simulate, name="simulate"),
]
