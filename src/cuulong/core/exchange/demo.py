"""Fictional packets for the demo province (gói tin trình diễn)."""

from __future__ import annotations

from django.utils import timezone

from cuulong.core.organisations.models import Agency

from .actions.arrive import Received, arrive
from .actions.send import send
from .edxml import Attachment, Code, DocumentType, Envelope, Hop, Organ, Promulgation, Signer, Trace, write
from .models import Channel, Direction, Packet
from .routing import code_of
from .transmitting import delivered
from .writing_down import SYSTEM

OUTSIDE = Organ(organ_id="G99.1", name="Bộ Thử nghiệm (hư cấu)", email="lienthong@bo-thu.example")


def load_demo_packets() -> None:
    """A letter from a fictional ministry and one between two agencies (gói tin trình diễn)."""
    if Packet.objects.filter(peer_code=OUTSIDE.organ_id).exists():
        return
    desks = Agency.objects.filter(appointments__role="clerk", appointments__account__is_demo=True)
    receiver, *others = desks.order_by("slug").distinct()
    now = timezone.now()
    to = Organ(organ_id=code_of(receiver, timezone.localdate()), name=receiver.name)
    if not to.organ_id:
        return
    letter = Envelope(
        sender=OUTSIDE,
        to=(to,),
        document_id=f"{OUTSIDE.organ_id},2026/11/02,1207/BTN-VP",
        code=Code(number="1207", notation="BTN-VP"),
        promulgation=Promulgation(place="Hà Nội", date="2026/11/02"),
        document_type=DocumentType(name="Công văn"),
        subject="V/v rà soát số liệu chuyển đổi số cấp xã",
        signer=Signer(competence="TL. BỘ TRƯỞNG", position="Chánh Văn phòng", full_name="Nguyễn Văn Ví Dụ"),
        trace=Trace(hops=(Hop(organ_id=OUTSIDE.organ_id, timestamp=now.strftime("%Y/%m/%d 00:00:00")),)),
        attachments=(Attachment(content_id="phu-luc", name="phu-luc.txt", content="Phụ lục số liệu".encode()),),
    )
    arrive(letter, Received(Channel.AXIS, now, raw=write(letter), remote_id="demo-1"))
    # No axis answers in a demo, so the acknowledgement counts as taken.
    for told in Packet.objects.filter(direction=Direction.OUT, peer_code=OUTSIDE.organ_id):
        delivered(told, "demo-2", at=now)
    if others and code_of(others[-1], timezone.localdate()):
        inner = Envelope(
            to=(to,),
            code=Code(number="88", notation="STN-VP"),
            promulgation=Promulgation(place="Ví Dụ", date="2026/11/03"),
            document_type=DocumentType(name="Công văn"),
            subject="V/v góp ý dự thảo kế hoạch",
        )
        send(inner, agency=others[-1], acting=SYSTEM, at=now, key="demo")


def sample_packet() -> Packet:
    """The letter from outside, which a clerk of the demo may open."""
    return Packet.objects.exclude(raw=None).filter(peer_code=OUTSIDE.organ_id).order_by("pk")[0]
