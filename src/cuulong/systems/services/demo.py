"""Fictional dossiers at every stage, made by the same verbs as real ones, and a year of finished ones (hồ sơ mẫu)."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cuulong.core.exchange import simulator
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.signatures import demo_ca
from cuulong.core.workflow.models import Step
from cuulong.lib.ids import dossier_code
from cuulong.lib.province import Province
from cuulong.published.ports.payments import payments

from .catalogue.models import ProcedureVersion
from .catalogue.queries import published
from .catalogue.rules import papers_wanted
from .counters.actions.book import book
from .counters.queries import days_of, slots_of
from .demo_papers import drawing, handwriting
from .dossiers import clock
from .dossiers.actions.co_sign import name_co_signer
from .dossiers.actions.draft import attach, open_draft, save_answers
from .dossiers.actions.guest import ask_code
from .dossiers.actions.intake import accept, request_supplement
from .dossiers.actions.look_up import look_up_for
from .dossiers.actions.result import hand_over, number_and_seal, sign
from .dossiers.actions.send import send
from .dossiers.actions.step import step_of
from .dossiers.actions.work import answer_opinion, stop_clock, work
from .dossiers.charges import ask_for_fees
from .dossiers.filers import filers_of
from .dossiers.models import Channel, Dossier, State, Transition
from .dossiers.routing import route
from .dossiers.signing import DRAWN

STAGES = ("draft", "sent", "incomplete", "accepted", "assigned", "paused", "reviewed", "signed", "issued", "returned")


def load_demo_dossiers(province: Province) -> None:
    """Certificates, living dossiers and, last, history; left alone once the history is there."""
    if Dossier.objects.filter(state=State.RETURNED, returning=None).exists():
        return
    give_certificates()
    samples = {s["key"]: s for s in province.toml("procedures/samples.toml").get("samples", [])}
    versions = {v.procedure.code: v for v in published(timezone.localdate())}
    plan = [
        ("nha-hai-tang", "issued"),
        ("nha-hai-tang", "assigned"),
        ("nha-hai-tang", "reviewed"),
        ("nha-hai-tang", "signed"),
        ("nha-hai-tang", "paused"),
        ("nha-hai-tang", "sent"),
        ("nha-hai-tang", "draft"),
        ("khai-sinh-be-mau", "draft"),
        ("khai-sinh-be-mau", "sent"),
        ("khai-sinh-be-mau", "accepted"),
        ("ban-sao-khai-sinh", "draft"),
        ("khoai-lang-say", "sent"),
        ("dam-cuoi", "incomplete"),
        ("dam-tang", "accepted"),
        ("nha-hai-tang", "returned"),
    ]
    for key, stage in plan:
        if key in samples and samples[key]["procedure"] in versions:
            living(samples[key], versions[samples[key]["procedure"]], stage)
    if "nha-hai-tang" in samples and samples["nha-hai-tang"]["procedure"] in versions:
        with simulator.connected():
            living(samples["nha-hai-tang"], versions["1.013225"], "sent", looked_up=["giay-to-dat"])
    if "tau-hang" in samples and samples["tau-hang"]["procedure"] in versions:
        together(living(samples["tau-hang"], versions[samples["tau-hang"]["procedure"]], "draft"))
    if "khai-sinh-be-mau" in samples and samples["khai-sinh-be-mau"]["procedure"] in versions:
        in_person(living(samples["khai-sinh-be-mau"], versions[samples["khai-sinh-be-mau"]["procedure"]], "sent"))
    online = next(one for one in versions.values() if one.rules.channels["online"])
    ask_code(online, reached_by="email", address="khachthu@vinhlong.example", language="vi", at=timezone.now())
    visits()
    history(list(samples.values()), versions)


def in_person(dossier: Dossier) -> None:
    """One as filed at the counter, of whom a question is asked again (hồ sơ tại quầy phải khai lại)."""
    Dossier.objects.filter(pk=dossier.pk).update(channel=Channel.COUNTER, account=None)
    dossier.refresh_from_db()
    step, note = step_of(dossier), "Xem lại tên mẹ theo giấy chứng sinh."
    request_supplement(dossier, step, papers=[], fields=["mother_name"], note=note, **_common(step))


def together(draft: Dossier) -> None:
    """Two people asked to file a draft too (người cùng nộp mẫu)."""
    if draft.account is None:
        return
    by, at = Acting.of(draft.account), timezone.now()
    people = Account.objects.filter(username__in=("tranthilamthu", "sonthividu")).select_related("citizen")
    for one in people.order_by("username"):
        told = {"full_name": one.full_name, "cccd": one.citizen.cccd or "", "phone": one.phone}
        name_co_signer(draft, **told, acting=by, at=at)


def visits() -> None:
    """Appointments at the ward's counter on its next open days (lịch hẹn mẫu)."""
    counter = Agency.objects.filter(kind="centre", parent__slug="commune-29551").first()
    now = timezone.now()
    days = days_of(counter, timezone.localdate())[1:4] if counter else []
    for day, name in zip(days, ("Trần Thị Làm Thử", "Sơn Thị Ví Dụ", "Nguyễn Văn Thử"), strict=False):
        if counter and (free := slots_of(counter, day, now)):
            book(counter, free[0].starts_at, name=name, phone="0900000002", acting=Acting.system("demo"), at=now)


def give_certificates() -> None:
    """Demo certificates for every signer and clerk, and seals for their agencies (chứng thư số mẫu)."""
    signing = Account.objects.filter(is_demo=True, appointments__role__in=("signer", "clerk", "centre_director"))
    agencies = Agency.objects.filter(appointments__account__is_demo=True, appointments__role__in=("clerk", "signer"))
    demo_ca.ensure(signing.distinct(), agencies.distinct())


def living(sample: dict[str, Any], version: ProcedureVersion, stage: str, looked_up: Collection[str] = ()) -> Dossier:
    """One dossier brought to a stage by its officials; `looked_up`: papers that a database replaces."""
    account = Account.objects.get(username=sample["account"])
    person = Acting.of(account)
    at = timezone.now()
    draft = open_draft(version, acting=person, filer=filers_of(account)[0])
    draft.applicant_name, draft.applicant_phone = account.full_name, account.phone or "0900000001"
    draft.applicant_email = account.email
    draft.save()
    save_answers(draft, sample["answers"], revision=None)
    draft.refresh_from_db()
    for paper in papers_wanted(version.rules, sample["answers"] | {"channel": Channel.ONLINE}):
        if paper.required != "optional" and paper.key not in looked_up:
            attach(draft, paper.key, drawing(paper.name, account.full_name), f"{paper.key}.pdf", acting=person)
    for key in looked_up:
        look_up_for(draft, key, agreed=True, acting=person, at=at)
    charge = ask_for_fees(draft, "at_filing")
    if charge and stage != "draft":
        payments().collected_in_cash(charge.ref, acting=Acting.system("demo"))
    if stage == "draft":
        return draft
    dossier = send(draft, acting=person, at=at)
    return bring(dossier, stage)


def bring(dossier: Dossier, stage: str) -> Dossier:
    """A dossier that was sent, brought on to a stage by the officials whose step it is (đưa hồ sơ đến bước)."""
    for _name, advance in list(_advances(stage)):
        advance(dossier)
        dossier.refresh_from_db()
    return dossier


def _advances(stage: str) -> list[tuple[str, Callable[[Dossier], Any]]]:
    """The verbs from filing to the stage."""
    steps: dict[str, list[tuple[str, Callable[[Dossier], Any]]]] = {
        "incomplete": [("request_supplement", _ask_more)],
        "accepted": [("accept", _accept)],
    }
    on = [*steps["accepted"], ("assign", _do("assign"))]
    steps["assigned"] = on
    steps["paused"] = [*on, ("stop_clock", _pause)]
    on = [*on, ("answer", _answer_opinions), ("propose", _do("propose_issue", "Đủ điều kiện theo hồ sơ."))]
    steps["proposed"] = on
    steps["reviewed"] = [*on, ("approve", _do("approve", "Đồng ý."))]
    steps["signed"] = [*steps["reviewed"], ("sign", _sign)]
    steps["issued"] = [*steps["signed"], ("seal", _seal)]
    steps["returned"] = [*steps["issued"], ("hand_over", _hand_over)]
    return steps.get(stage, [])


def official_for(step: Step) -> Acting:
    """A demo official who holds the step's role at its agency or in one of its rooms."""
    here = Q(appointments__agency=step.agency) | Q(appointments__agency__parent=step.agency)
    account = Account.objects.filter(here, appointments__role=step.role, is_demo=True).order_by("pk").first()
    if account is None:
        raise LookupError(f"no demo {step.role} at {step.agency.slug}")
    return Acting.of(account)


def _common(step: Step) -> dict[str, Any]:
    return {"acting": official_for(step), "at": timezone.now(), "revision": None}


def _accept(dossier: Dossier) -> None:
    step = step_of(dossier)
    _pay(dossier)
    accept(dossier, step, **_common(step))


def _ask_more(dossier: Dossier) -> None:
    step = step_of(dossier)
    papers = [p.key for p in papers_wanted(dossier.version.rules, dossier.answers | {"channel": "online"})][:1]
    request_supplement(dossier, step, papers=papers, note="Bản chụp bị mờ, xin gửi lại bản rõ hơn.", **_common(step))


def _pause(dossier: Dossier) -> None:
    step = step_of(dossier)
    stop_clock(dossier, step, reason="Chờ ông/bà bổ sung bản vẽ mặt cắt.", papers=["ban-ve"], **_common(step))


def _do(key: str, note: str = "") -> Callable[[Dossier], None]:
    def act(dossier: Dossier) -> None:
        step = step_of(dossier)
        work(dossier, step, key, note=note, **_common(step))

    return act


def _answer_opinions(dossier: Dossier) -> None:
    asked = Step.objects.filter(case__subject_uuid=dossier.uuid, kind="opinion", left_at=None)
    for step in asked.select_related("case__version", "agency", "parent"):
        answer_opinion(
            dossier, step, text="Thửa đất không có tranh chấp.", file=None, acting=official_for(step), at=timezone.now()
        )


def _sign(dossier: Dossier) -> None:
    step = step_of(dossier)
    sign(dossier, step, pin=demo_ca.PIN, **_common(step))


def _seal(dossier: Dossier) -> None:
    step = step_of(dossier)
    number_and_seal(dossier, step, pin=demo_ca.PIN, **_common(step))


def _pay(dossier: Dossier) -> None:
    for charge in payments().find(dossier.ref):
        if charge.state == "due":
            payments().collected_in_cash(charge.ref, acting=Acting.system("demo"))


def _hand_over(dossier: Dossier) -> None:
    step = step_of(dossier)
    _pay(dossier)
    hand_over(dossier, step, signed=DRAWN, signature=handwriting(), **_common(step))


@transaction.atomic
def history(samples: list[dict[str, Any]], versions: dict[str, ProcedureVersion], months: int = 12) -> None:
    """Finished dossiers of the past year, laid as rows: there was no signature to keep, only dates (hồ sơ đã xong)."""
    chance = random.Random(2016)  # noqa: S311  the same demo everywhere
    now = timezone.now()
    usable = [s for s in samples if s["procedure"] in versions and s["answers"].get("commune", "29551")]
    dossiers: list[Dossier] = []
    counter: dict[Any, int] = {}
    for back in range(months * 30, 20, -3):
        for sample in chance.sample(usable, min(2, len(usable))):
            dossiers.append(
                _finished(sample, versions[sample["procedure"]], now - timedelta(days=back), chance, counter)
            )
    made = Dossier.objects.bulk_create(dossiers)
    Transition.objects.bulk_create(
        Transition(
            dossier=d,
            verb=verb,
            before=before,
            after=after,
            happened_at=at,
            actor="system:demo",
            agency_name=d.competent_agency.name,
        )
        for d in made
        for verb, before, after, at in (
            ("send", State.DRAFT, State.SENT, d.filed_at),
            ("accept", State.SENT, State.ACCEPTED, d.accepted_at),
            ("number_and_seal", State.PROCESSING, State.ISSUED, d.finished_at),
            ("hand_over", State.ISSUED, State.RETURNED, d.returned_at),
        )
        if at is not None and d.competent_agency is not None
    )


def _finished(
    sample: dict[str, Any], version: ProcedureVersion, day: datetime, chance: random.Random, counter: dict[Any, int]
) -> Dossier:
    filed = timezone.localtime(day).replace(hour=chance.randint(7, 10), minute=chance.randint(0, 59))
    channel = Channel.ONLINE if chance.random() < 0.62 and version.rules.channels["online"] else Channel.COUNTER
    account = Account.objects.get(username=sample["account"])
    way = route(version, sample["answers"] | {"channel": channel}, day=timezone.localdate(), counter=_counter())
    n = counter[way.intake.pk, filed.date()] = counter.get((way.intake.pk, filed.date()), 0) + 1
    dossier = Dossier(
        version=version,
        code=dossier_code(way.intake.code, filed.date(), 900 + n),
        channel=channel,
        state=State.RETURNED,
        account=account if channel == Channel.ONLINE else None,
        applicant_name=account.full_name,
        applicant_phone=account.phone or "0900000001",
        answers=sample["answers"],
        intake_agency=way.intake,
        competent_agency=way.competent,
        room=way.room,
        outcome="issue",
        filed_at=filed,
    )
    explained = clock.promise(dossier, filed + timedelta(minutes=20))
    assert explained.due_at is not None
    dossier.due_at = explained.due_at
    late = chance.random() < 0.06
    dossier.finished_at = explained.due_at + (
        timedelta(hours=26) if late else -timedelta(minutes=chance.randint(10, 90))
    )
    dossier.returned_at = dossier.finished_at + timedelta(hours=1)
    return dossier


def _counter() -> Agency | None:
    """A commune's counter, for procedures whose answers name no commune."""
    found = Agency.objects.filter(kind="centre", parent__kind="commune", appointments__role="intake_officer")
    return found.select_related("parent").order_by("pk").first()
