"""Citizens, businesses, representation, consent: what is written down, and what is refused with a reason."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cuulong.core.audit.models import Event
from cuulong.core.parties.actions.change_contact import change_contact
from cuulong.core.parties.actions.consent import give_consent, withdraw_consent
from cuulong.core.parties.actions.register_business import register_business
from cuulong.core.parties.actions.register_citizen import register_citizen
from cuulong.core.parties.actions.represent import end_representation, represent
from cuulong.core.parties.models import Business, Citizen, Consent, Representation, RepresentationKind
from cuulong.core.parties.queries import business_by_code, citizen_by_number, citizens_visible_to, may_act_for, party_of
from cuulong.core.parties.rules import PartyError, may_claim, must_take_over, surer
from cuulong.core.people.acting import Acting, Forbidden
from cuulong.core.people.models import Account
from cuulong.core.people.testing import make_agency, make_official
from cuulong.lib.identity import IdentityError, UnusualTaxCodeError

TODAY = timezone.localdate()
CCCD = "086099000001"
TAX = "0100109106"


@pytest.fixture
def counter(db: None) -> Acting:
    return Acting.of(make_official("tiepnhan", make_agency("phuong-mau"), "intake_officer"))


@pytest.fixture
def an(counter: Acting) -> Citizen:
    account = Account.objects.create_user("0912345678", full_name="Nguyễn Văn An")
    return register_citizen(
        full_name="Nguyễn Văn An", cccd=CCCD, birth_date=date(1999, 5, 20), account=account, acting=counter
    )


class TestCitizen:
    def test_a_walk_in_citizen_is_written_down_with_what_the_number_tells(self, counter: Acting) -> None:
        citizen = register_citizen(
            full_name=" nguyễn   văn an ", cccd="086 099 000 001", phone="+84912345678", acting=counter
        )
        assert (citizen.full_name, citizen.cccd, citizen.sex, citizen.phone) == (
            "nguyễn văn an",
            CCCD,
            "male",
            "0912345678",
        )
        assert citizen.masked_cccd == "086•••••0001"
        assert citizen_by_number("086.099.000.001") == citizen

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"cccd": "123"}, "đúng 12 chữ số"),
            ({"cccd": "999099000001"}, "không phải mã tỉnh"),
            ({"cccd": CCCD, "birth_date": date(2000, 1, 1)}, "năm sinh 1999"),
            ({"cccd": CCCD, "sex": "female"}, "Giới tính"),
            ({"cccd": CCCD, "phone": "12"}, "Số điện thoại chưa đúng"),
        ],
    )
    def test_what_cannot_be_is_refused_with_its_reason(
        self, counter: Acting, given: dict[str, Any], sentence: str
    ) -> None:
        with pytest.raises(IdentityError) as refused:
            register_citizen(full_name="An", acting=counter, **given)
        assert sentence in str(refused.value)
        assert not Citizen.objects.exists()

    def test_the_same_number_twice_is_refused(self, counter: Acting, an: Citizen) -> None:
        with pytest.raises(PartyError, match="đã có trong hệ thống"):
            register_citizen(full_name="Người Khác", cccd=CCCD, acting=counter)

    def test_two_people_without_a_number_may_share_a_name(self, counter: Acting) -> None:
        for _ in range(2):
            register_citizen(full_name="Bé An", birth_date=TODAY, acting=counter)
        assert Citizen.objects.filter(cccd=None).count() == 2

    def test_the_database_itself_refuses_a_number_of_another_shape(self, an: Citizen) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Citizen.objects.filter(pk=an.pk).update(cccd="08609900000x")

    def test_nobody_registers_somebody_else(self, an: Citizen) -> None:
        assert an.account
        with pytest.raises(Forbidden):
            register_citizen(full_name="Người Khác", cccd="086195000002", acting=Acting.of(an.account))

    def test_people_sort_by_given_name_first(self, counter: Acting) -> None:
        for name in ("Trần Văn Bình", "Nguyễn Thị Ái", "Lê Ân"):
            register_citizen(full_name=name, acting=counter)
        ordered = [c.full_name for c in Citizen.objects.order_by("name_key")]
        assert ordered == ["Nguyễn Thị Ái", "Lê Ân", "Trần Văn Bình"]

    def test_contact_is_changed_by_oneself_or_a_counter_and_logged_without_its_content(self, an: Citizen) -> None:
        assert an.account
        change_contact(an, phone="0900 000 009", email="", address="Khóm 1", commune=None, acting=Acting.of(an.account))
        an.refresh_from_db()
        assert (an.phone, an.address) == ("0900000009", "Khóm 1")
        assert Event.objects.get(action="parties.contact.changed").details == {}
        stranger = Account.objects.create_user("0900000001", full_name="Lạ")
        with pytest.raises(Forbidden):
            change_contact(an, phone="", email="", address="", commune=None, acting=Acting.of(stranger))

    def test_only_oneself_and_the_counter_see_a_citizen(self, counter: Acting, an: Citizen) -> None:
        assert an.account
        stranger = Account.objects.create_user("0900000001", full_name="Lạ")
        assert an in citizens_visible_to(counter)
        assert an in citizens_visible_to(Acting.of(an.account))
        assert an not in citizens_visible_to(Acting.of(stranger))
        assert not citizens_visible_to(Acting.anonymous()).exists()


class TestBusiness:
    def test_a_business_is_known_by_its_tax_code(self, counter: Acting) -> None:
        business = register_business(full_name="Cơ sở Mẫu", tax_code="0100 109 106", acting=counter)
        assert business_by_code(TAX) == business
        with pytest.raises(PartyError):
            register_business(full_name="Cơ sở Khác", tax_code=TAX, acting=counter)

    def test_a_mistyped_tax_code_is_refused(self, counter: Acting) -> None:
        with pytest.raises(IdentityError, match="gõ nhầm"):
            register_business(full_name="Cơ sở Mẫu", tax_code="0100109107", acting=counter)

    def test_an_unusual_tax_code_is_asked_twice(self, counter: Acting) -> None:
        from stdnum.vn import mst

        unusual = next(f"{n:09d}0" for n in range(100_000_000, 100_001_000) if mst.calc_check_digit(f"{n:09d}") == "10")
        with pytest.raises(UnusualTaxCodeError):
            register_business(full_name="Cơ sở Mẫu", tax_code=unusual, acting=counter)
        assert register_business(full_name="Cơ sở Mẫu", tax_code=unusual, accept_unusual=True, acting=counter).pk


class TestRepresentation:
    @pytest.fixture
    def business(self, counter: Acting) -> Business:
        return register_business(full_name="Cơ sở Mẫu", tax_code=TAX, acting=counter)

    def test_one_acts_for_oneself_and_for_those_one_represents_today(
        self, counter: Acting, an: Citizen, business: Business
    ) -> None:
        assert an.account
        made = represent(an, business, kind=RepresentationKind.LEGAL, first=TODAY, acting=counter)
        assert may_act_for(an.account) == [an, business]
        assert may_act_for(an.account, TODAY - timedelta(days=1)) == [an]
        end_representation(made, acting=counter, at=timezone.now())
        assert may_act_for(an.account) == [an]

    def test_a_parent_acts_for_a_child(self, counter: Acting, an: Citizen) -> None:
        assert an.account
        child = register_citizen(full_name="Bé An", birth_date=TODAY, acting=counter)
        represent(an, child, kind=RepresentationKind.GUARDIAN, first=TODAY, basis="Giấy khai sinh", acting=counter)
        assert may_act_for(an.account) == [an, child]

    def test_the_same_representation_twice_is_refused(self, counter: Acting, an: Citizen, business: Business) -> None:
        represent(an, business, kind=RepresentationKind.LEGAL, first=TODAY, acting=counter)
        with pytest.raises(PartyError, match="đã là đại diện"):
            represent(an, business, kind=RepresentationKind.AUTHORISED, first=TODAY, acting=counter)

    def test_nobody_makes_oneself_a_representative(self, an: Citizen, business: Business) -> None:
        assert an.account
        with pytest.raises(Forbidden):
            represent(an, business, kind=RepresentationKind.LEGAL, first=TODAY, acting=Acting.of(an.account))
        assert not Representation.objects.exists()

    def test_nobody_represents_oneself(self, counter: Acting, an: Citizen) -> None:
        with pytest.raises(PartyError, match="chính mình"):
            represent(an, an, kind=RepresentationKind.LEGAL, first=TODAY, acting=counter)


class TestConsent:
    def test_the_words_seen_are_kept_until_withdrawn_and_may_be_given_anew(self, an: Citizen) -> None:
        assert an.account
        me, now = Acting.of(an.account), timezone.now()
        give_consent(an, "messages", "Nhắn tin cho tôi", acting=me, at=now)
        give_consent(an, "messages", "Lời khác", acting=me, at=now)
        assert Consent.objects.get().wording == "Nhắn tin cho tôi"
        assert withdraw_consent(an, "messages", acting=me, at=now)
        assert not withdraw_consent(an, "messages", acting=me, at=now)
        give_consent(an, "messages", "Lời khác", acting=me, at=now)
        assert Consent.objects.filter(withdrawn_at=None).get().wording == "Lời khác"
        assert Event.objects.filter(action__startswith="parties.consent").count() == 3

    def test_nobody_consents_for_another(self, an: Citizen) -> None:
        stranger = Account.objects.create_user("0900000001", full_name="Lạ")
        with pytest.raises(Forbidden):
            give_consent(an, "messages", "…", acting=Acting.of(stranger), at=timezone.now())


def test_an_account_leads_to_its_party(an: Citizen) -> None:
    assert an.account
    assert party_of(an.account) == an
    assert party_of(Account.objects.create_user("x", full_name="X")) is None


def test_what_is_only_declared_never_opens_a_known_record() -> None:
    assert may_claim(None, "declared")
    assert not may_claim("declared", "declared")
    assert not may_claim("seen", "declared")
    assert may_claim("seen", "proven")
    assert must_take_over("declared", has_account=True)
    assert not must_take_over("seen", has_account=True)
    assert surer("seen", "declared") == "seen"
