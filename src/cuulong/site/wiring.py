"""Where systems meet: every port is bound here, and nowhere else (kết nối các hệ thống)."""

from __future__ import annotations

from cuulong.core.exchange.answers import Exchange
from cuulong.published.ports.lookups import lookups
from cuulong.published.ports.payments import payments
from cuulong.published.ports.results import results
from cuulong.systems.payments.answers import PaymentDesk
from cuulong.systems.services.dossiers.issuing import LocalResults

lookups.bind(Exchange())
payments.bind(PaymentDesk())
results.bind(LocalResults())
