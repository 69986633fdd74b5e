"""Asking databases of the state, and exchanging documents with other agencies (khai thác dữ liệu, liên thông văn bản).

The face for systems that handle documents; core has never heard of what a document is to them:

- values: `edxml.Envelope` and its parts, `edxml.Refused`;
- `actions.send.send(envelope, agency=, acting=, at=, files=, subject=, key=)`: new, recall, update and replacement are one
  verb, told apart by `envelope.trace.business.doc_type` "0" to "3"; one packet for each receiver, within the caller's transaction;
- `actions.report_status.report_status(packet, code, acting=, at=, reason=)`; 01 is told by the exchange itself;
- `actions.bind.bind(packet, subject)`: what an incoming packet became;
- facts: `facts.PacketArrived`, `StatusArrived`, `PacketDelivered`, `PacketFailed`;
- reads: `queries.find_packet(ref)`, `envelope_of(packet)`, `packet.files`, `trace_of(subject)`; on the document's page
  `{% load exchange %}{% packet_trace document.ref %}`.
"""
