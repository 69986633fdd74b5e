"""./bench batchsign: a hundred letters signed with one opening of the key, beside pyHanko alone (đo ký hàng loạt).

Both sign the same hundred prepared letters with the same key, timestamps and picture; the floor calls pyHanko with
everything already in hand. Figures are signatures a second (aim 0.8).
"""

from __future__ import annotations

import time
from io import BytesIO

from benches.ground import Measure, own_database, show

MEASURES = ("batch of 100",)
LETTERS, ROUNDS = 100, 2


def main() -> None:
    with own_database():
        show([Measure("batch of 100", "1/s", *_rates())])


def _rates() -> tuple[float, float]:
    from django.utils import timezone
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    from cuulong.core.people.models import Account
    from cuulong.core.signatures import demo_ca, fields, timestamps
    from cuulong.core.signatures.appearances import NameAndTime
    from cuulong.core.signatures.keys import open_key
    from cuulong.core.signatures.rules import PERSON
    from cuulong.core.signatures.sign import sign_many
    from cuulong.systems.services.demo_papers import drawing

    account = Account.objects.create(username="bench", full_name="Người Ký Thử")
    (certificate,) = demo_ca.ensure([account])
    box = fields.Box.at(PERSON, page=0, left=60, top=120, width=60, height=26, page_height=210)
    letters = [fields.prepare(drawing(f"Giấy đo thử {n}", "Người Ký Thử"), [box]) for n in range(LETTERS)]
    look = NameAndTime(account.full_name, timezone.now())

    def ours() -> None:
        with open_key(certificate, demo_ca.PIN) as key:
            sign_many(letters, key, field=PERSON, appearance=look, reason="bench")

    def bare() -> None:
        with open_key(certificate, demo_ca.PIN) as key:
            for pdf in letters:
                metadata = PdfSignatureMetadata(
                    field_name=PERSON, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason="bench"
                )
                signer = PdfSigner(metadata, key.signer, timestamper=timestamps.stamper())
                signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), output=BytesIO(), existing_fields_only=True)

    spent = {ours: 0.0, bare: 0.0}
    # In turns, so that a slow moment of the machine hits both.
    for _n in range(ROUNDS):
        for work in (ours, bare):
            began = time.perf_counter()
            work()
            spent[work] += time.perf_counter() - began
    return ROUNDS * LETTERS / spent[ours], ROUNDS * LETTERS / spent[bare]


if __name__ == "__main__":
    main()
