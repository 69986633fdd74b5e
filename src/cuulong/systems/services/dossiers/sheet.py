"""The whole form on one page: what was typed, what is wrong with it, and filing it in one go (tờ khai một trang)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from cuulong.core.eforms.checking import check
from cuulong.core.eforms.models import FormVersion
from cuulong.core.eforms.reading import prefill, read_step, rearranges
from cuulong.core.eforms.rendering import render_step
from cuulong.core.files.rules import Refused as FileRefused
from cuulong.core.files.store import store
from cuulong.core.parties.models import Citizen
from cuulong.core.people.acting import Acting
from cuulong.design.errors import say
from cuulong.lib.errors import InputError
from cuulong.lib.facts import Ref
from cuulong.lib.ids import uuid7
from cuulong.lib.lookups import DUTY, Proof
from cuulong.published.ports.lookups import lookups

from ..catalogue.definition import PaperRule
from ..catalogue.models import ProcedureVersion
from ..catalogue.rules import papers_possible, papers_wanted
from .actions.delivery import put_way
from .actions.look_up import current_proofs, look_up, proof_fields
from .actions.send import file_as_new
from .filers import Filer
from .forms import ContactForm, DeliveryForm
from .lookups import AGREE, LOOK, LOOKED, offer_of
from .models import Channel, Dossier, Paper

APPLY = "apply"  # a button: ask for the papers that the answers call for, file nothing yet


@dataclass
class Sheet:
    """One page of answers, contact and files; `key` is the dossier to be, so that a repeated POST makes one."""

    version: ProcedureVersion
    key: UUID
    answers: dict[str, Any]
    contact: ContactForm
    ways: DeliveryForm
    files: Mapping[str, Any]
    filer: Filer
    channel: str = Channel.ONLINE
    errors: list[Any] = field(default_factory=list)
    file_errors: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    stays: bool = False
    handed: tuple[str, ...] = ()
    agreed: frozenset[str] = frozenset()
    proofs: dict[str, Proof] = field(default_factory=dict)
    lookup_errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(
        cls,
        version: ProcedureVersion,
        post: QueryDict,
        files: MultiValueDict[str, Any],
        *,
        citizen: Citizen | None = None,
        filer: Filer | None = None,
        channel: str = Channel.ONLINE,
    ) -> Self:
        """What was typed, checked; nothing typed yet gives the prefilled form."""
        form = version.form
        answers: dict[str, Any]
        if not post:
            filer = filer or Filer(citizen)
            answers, contact = dict(prefill(form, filer.known())), contact_form(form, initial=filer.contact())
            return cls(version, uuid7(), answers, contact, delivery_form(version, filer), {}, filer, channel)
        answers = {}
        for step in form.shape.steps:
            answers |= read_step(form, step.key, post)
        answers, who = form.shape.prune(answers), filer or Filer(citizen)
        contact, ways = contact_form(form, post), delivery_form(version, who, post)
        sheet = cls(version, _key(post.get("key", "")), answers, contact, ways, files, who, channel)
        sheet.handed = tuple(post.getlist("handed"))
        sheet.agreed = frozenset(post.getlist(AGREE))
        if rearranges(post) or APPLY in post or LOOK in post:
            sheet.stay()
            return sheet
        sheet.errors = check(form, answers)
        sheet.contact.is_valid()
        sheet.ways.is_valid()
        return sheet

    def stay(self, **known: str) -> None:
        """Show the page again as it was typed, judging nothing yet; `known` stands where nothing was typed."""
        self.errors, self.stays = [], True
        typed = {name: self.contact.data[name] for name in ContactForm.base_fields if self.contact.data.get(name)}
        self.contact = contact_form(self.version.form, initial=known | typed)
        chosen = {name: self.ways.data[name] for name in self.ways.fields if self.ways.data.get(name)}
        self.ways = DeliveryForm(initial=chosen, offered=self.version.rules.result_ways)

    @property
    def citizen(self) -> Citizen | None:
        """Whose data may be looked up: one consents for oneself alone."""
        return None if self.filer.representation else self.filer.citizen

    @property
    def has_errors(self) -> bool:
        return bool(self.errors or self.file_errors or self.problem or self.contact.errors or self.ways.errors)

    def reached_at(self) -> dict[str, str]:
        """Name, phone, e-mail and address of the applicant, wherever they were asked."""
        asked = {
            name: str(self.answers.get(name, ""))[: getattr(Dossier._meta.get_field(name), "max_length", None)]
            for name in ContactForm.base_fields
        }
        return asked | self.contact.cleaned_data

    def sections(self, language: str) -> list[tuple[str, str]]:
        """(title, body) of each part of the form."""
        form = self.version.form
        return [
            (step.title(language), render_step(form, step.key, self.answers, self.errors, language))
            for step in form.shape.steps
        ]

    def place(self, dossier: Dossier) -> None:
        """Where the dossier is filed; at home nothing is to be said."""

    def look_up(self, post: QueryDict, *, acting: Acting, at: datetime) -> None:
        """Ask the databases that the person agreed to or pressed for; know what they said before (tra cứu).

        Asks nothing and reads nothing where nobody wished a look-up. When filing, what was not found needs its paper.
        """
        looked = set(post.getlist(LOOKED))
        wanted = {key: paper for key, paper in self.wanted().items() if paper.lookup}
        asked = {*self.agreed, post.get(LOOK, "")}
        if not self.stays and self.citizen is not None:  # a duty needs nobody's tick
            asked |= {key for key, p in wanted.items() if p.lookup and p.lookup.ground == DUTY} - looked
        asked = (asked & set(wanted)) - {key for key in self.files if self.files.get(key)} - set(self.handed)
        before = (looked & set(wanted)) - asked
        if not asked and not before:
            return
        subject = Ref(Dossier.ref_kind, self.key)
        own = (self.citizen.cccd or "") if self.citizen else ""
        if before:
            self.proofs = current_proofs(lookups().proofs(subject), wanted.values(), self.answers, own)
        for key in sorted(asked):
            try:
                self.proofs[key] = look_up(
                    subject,
                    self.version,
                    key,
                    answers=self.answers,
                    citizen=self.citizen,
                    agreed=key in self.agreed,
                    acting=acting,
                    at=at,
                )
            except InputError as error:
                self.lookup_errors[key] = say(error)
        if not self.stays and self.channel == Channel.ONLINE:
            for key in asked | before:
                if key in self.files or key in self.handed:
                    continue
                if wanted[key].required != "optional" and not (key in self.proofs and self.proofs[key].found):
                    self.file_errors[key] = _("Cần nộp giấy tờ này.")

    def papers_proven(self, dossier: Dossier) -> list[Paper]:
        """Papers whose data was found, unless they were given all the same."""
        given = {key for key in self.files if self.files.get(key)} | set(self.handed)
        found = [proof for key, proof in self.proofs.items() if proof.found and key not in given]
        return [Paper(dossier=dossier, **proof_fields(proof)) for proof in found]

    def papers_in_hand(self, dossier: Dossier) -> list[Paper]:
        """Papers given otherwise than as files; at home there are none."""
        return []

    def wanted(self) -> dict[str, PaperRule]:
        """The papers the case asks for, by their keys."""
        papers = papers_wanted(self.version.rules, self.answers | {"channel": self.channel})
        return {p.key: p for p in papers}

    def slots(self) -> list[dict[str, Any]]:
        """The papers the case asks for, and hidden those that other answers would ask for (`when`)."""
        wanted = self.wanted()
        may_look = self.citizen is not None
        return [
            {
                "key": p.key,
                "lookup": offer_of(self.version, p, self.proofs.get(p.key), self.lookup_errors.get(p.key, ""))
                if p.lookup and may_look
                else None,
                "agreed": p.key in self.agreed,
                "name": p.name,
                "hint": p.hint,
                "required": p.required != "optional",
                "error": self.file_errors.get(p.key, ""),
                "when": json.dumps(p.when) if p.required == "when" else "",
                "hidden": p.key not in wanted,
            }
            for p in papers_possible(self.version.rules, self.channel)
        ]

    @property
    def given(self) -> str:
        """What conditions look at and no question asks, for the browser."""
        return json.dumps({"channel": self.channel})


def file_sheet(sheet: Sheet, *, acting: Acting, at: datetime) -> Dossier | None:
    """File the sheet in one transaction; None when something is wrong, which the sheet then says (nộp hồ sơ)."""
    if sheet.has_errors or sheet.stays:
        return _filed_before(sheet, acting)
    try:
        with transaction.atomic():
            dossier = _opened(sheet, acting)
            sheet.place(dossier)
            put_way(dossier, sheet.ways.chosen())
            papers = [*sheet.papers_in_hand(dossier), *sheet.papers_proven(dossier), *_stored(sheet, dossier, acting)]
            if sheet.file_errors:
                raise _Undo
            file_as_new(dossier, {paper.key for paper in papers}, acting=acting, at=at)
            Paper.objects.bulk_create(papers)
            return dossier
    except InputError as error:
        sheet.problem = say(error)
    except _Undo:
        pass  # the sheet says which file was refused
    except IntegrityError:
        if (made := _filed_before(sheet, acting)) is None:
            raise
        return made  # the same page was sent twice, and the first one made the dossier
    return _filed_before(sheet, acting)


def _filed_before(sheet: Sheet, acting: Acting) -> Dossier | None:
    return Dossier.objects.visible_to(acting).filter(uuid=sheet.key).first()


class _Undo(Exception):
    """Roll back: a file was refused."""


def _opened(sheet: Sheet, acting: Acting) -> Dossier:
    """The dossier to be, not yet a row: it is written once, as filed."""
    return Dossier(
        uuid=sheet.key,
        version=sheet.version,
        channel=sheet.channel,
        account=acting.account,
        answers=sheet.answers,
        **sheet.filer.fields,
        **sheet.reached_at(),
    )


def _stored(sheet: Sheet, dossier: Dossier, acting: Acting) -> list[Paper]:
    """Papers to be, their files safe on disk; what is wrong with a file is noted on the sheet."""
    papers = []
    wanted = sheet.wanted()
    for key, upload in sheet.files.items():
        if key not in wanted:
            continue
        try:
            stored = store(upload, name=upload.name or key, acting=acting)
            papers.append(Paper(dossier=dossier, key=key, file=stored))
        except FileRefused as error:
            sheet.file_errors[key] = say(error)
    return papers


def contact_form(form: FormVersion, *args: Any, **kwargs: Any) -> ContactForm:
    """The contact fields that the form does not ask itself."""
    contact = ContactForm(*args, **kwargs)
    for name in set(contact.fields) & {f.path for f in form.shape.all_fields()}:
        del contact.fields[name]
    return contact


def delivery_form(version: ProcedureVersion, filer: Filer, *args: Any) -> DeliveryForm:
    """How the result is wished; the post's address begins as the filer's own."""
    known = filer.contact()
    begin = {f"post_{name}": known.get(f"applicant_{name}", "") for name in ("name", "phone", "address")}
    usual = {"result_way": next(iter(version.rules.result_ways))}
    return DeliveryForm(*args, initial=begin | usual, offered=version.rules.result_ways)


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid7()
