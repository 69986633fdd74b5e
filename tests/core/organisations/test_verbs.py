"""Renaming, merging, splitting, moving and abolishing agencies."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from cuulong.core.audit.models import Event
from cuulong.core.organisations.actions.change_profile import change_profile
from cuulong.core.organisations.actions.keep_present import bring_up_to_date
from cuulong.core.organisations.actions.load_tree import load_tree
from cuulong.core.organisations.actions.rename_agency import rename_agency
from cuulong.core.organisations.actions.seat import end_seat, seat
from cuulong.core.organisations.actions.succeed import abolish, merge, move, split, transfer
from cuulong.core.organisations.lineage import successors
from cuulong.core.organisations.models import Agency, AgencyProfile, Succession
from cuulong.core.organisations.queries import counts, subtree_ids
from cuulong.core.organisations.rules import ArrangementError
from cuulong.core.outbox.models import Fact
from cuulong.core.people.acting import Acting, Forbidden
from cuulong.lib.province import Province

TODAY = timezone.localdate()
SOON = date(TODAY.year + 1, 1, 1)


def agency(slug: str) -> Agency:
    return Agency.objects.get(slug=slug)


def profile(slug: str) -> AgencyProfile:
    found = agency(slug).profile_on(TODAY)
    assert found is not None
    return found


class TestRename:
    def test_the_old_name_stays_true_of_the_past(self, cai_nhum: Agency, machine: Acting) -> None:
        rename_agency(cai_nhum, name="UBND xã Cái Nhum Mới", on=TODAY, legal_act="1/NQ-THU", acting=machine)
        assert agency(cai_nhum.slug).name == "UBND xã Cái Nhum Mới"
        assert cai_nhum.name_on(date(2025, 8, 1)) == "Ủy ban nhân dân xã Cái Nhum"
        assert Succession.objects.get(effective_on=TODAY).kind == "rename"

    def test_a_name_decided_ahead_takes_effect_on_its_day(
        self, cai_nhum: Agency, machine: Acting, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rename_agency(cai_nhum, name="UBND xã Mai Sau", on=SOON, acting=machine)
        assert agency(cai_nhum.slug).name == "Ủy ban nhân dân xã Cái Nhum"
        monkeypatch.setattr("django.utils.timezone.localdate", lambda: SOON)
        bring_up_to_date()
        assert agency(cai_nhum.slug).name == "UBND xã Mai Sau"

    def test_it_is_audited_and_told(self, cai_nhum: Agency, machine: Acting) -> None:
        rename_agency(cai_nhum, name="UBND xã Cái Nhum Mới", short_name="Xã Cái Nhum Mới", on=TODAY, acting=machine)
        actions = set(Event.objects.values_list("action", flat=True))
        assert actions == {"organisations.agency.renamed", "organisations.agency.changed"}
        (fact,) = Fact.objects.all()
        assert (fact.name, fact.payload["kind"]) == ("organisations.agency_succeeded", "rename")

    def test_nothing_happens_when_the_name_is_the_same(self, cai_nhum: Agency, machine: Acting) -> None:
        same = rename_agency(cai_nhum, name=cai_nhum.name, short_name=cai_nhum.short_name, on=TODAY, acting=machine)
        assert not same
        assert not Event.objects.exists()

    def test_a_change_before_a_later_one_is_refused(self, cai_nhum: Agency, machine: Acting) -> None:
        with pytest.raises(ArrangementError, match="thay đổi có hiệu lực sau"):
            rename_agency(cai_nhum, name="UBND xã Khác", on=date(2021, 1, 1), acting=machine)

    def test_a_citizen_may_not(self, cai_nhum: Agency) -> None:
        with pytest.raises(Forbidden):
            rename_agency(cai_nhum, name="UBND xã Khác", on=TODAY, acting=Acting.anonymous())


class TestMerge:
    def test_the_merged_commune_ends_with_its_rooms_and_has_an_heir(
        self, cai_nhum: Agency, long_chau: Agency, machine: Acting
    ) -> None:
        before = counts(SOON).communes
        merge(cai_nhum, long_chau, on=SOON, legal_act="2/NQ-THU", acting=machine)
        assert counts(SOON).communes == before - 1
        assert counts(TODAY).communes == before
        assert successors(cai_nhum, SOON) == [long_chau]
        assert not Agency.objects.as_of(SOON).filter(slug__startswith=f"{cai_nhum.slug}--").exists()
        fact = Fact.objects.get()
        assert fact.payload["successor"] == str(long_chau.ref)

    def test_an_agency_cannot_merge_into_itself(self, cai_nhum: Agency, machine: Acting) -> None:
        with pytest.raises(ArrangementError):
            merge(cai_nhum, cai_nhum, on=SOON, acting=machine)

    def test_the_taker_must_exist_on_that_day(self, cai_nhum: Agency, machine: Acting) -> None:
        with pytest.raises(ArrangementError, match="không hoạt động vào ngày"):
            merge(cai_nhum, agency("commune-29620"), on=SOON, acting=machine)

    def test_what_still_hangs_below_must_go_first(self, vinh_long: Province, machine: Acting) -> None:
        with pytest.raises(ArrangementError, match="đơn vị trực thuộc"):
            abolish(agency("ubnd-tinh"), on=SOON, acting=machine)
        assert agency("ubnd-tinh").valid.upper is None


class TestOthers:
    def test_a_part_becomes_a_new_commune_beside_the_old(self, long_chau: Agency, machine: Acting) -> None:
        new = split(
            long_chau, name="UBND phường Mới", short_name="Phường Mới", stat_code="99999", on=SOON, acting=machine
        )
        assert (new.slug, new.kind, new.parent) == ("commune-99999", "commune", long_chau.parent)
        assert counts(SOON).communes == 125
        with pytest.raises(ArrangementError):
            split(long_chau, name="UBND phường Nữa", stat_code="99999", on=SOON, acting=machine)

    def test_an_agency_moves_to_another_parent(self, vinh_long: Province, machine: Acting) -> None:
        body, office = agency("so-noi-vu"), agency("van-phong-ubnd")
        move(body, office, on=TODAY, acting=machine)
        assert agency("so-noi-vu").parent == office
        assert body.pk in subtree_ids(office.pk, TODAY)
        with pytest.raises(ArrangementError, match="chính nó"):
            move(office, agency("so-noi-vu"), on=TODAY, acting=machine)

    def test_a_function_passes_and_both_go_on(self, vinh_long: Province, machine: Acting) -> None:
        giver, taker = agency("so-noi-vu"), agency("so-tu-phap")
        transfer(giver, taker, function="Văn thư, lưu trữ", on=TODAY, acting=machine)
        assert successors(giver, TODAY) == [giver]
        assert Succession.objects.get(effective_on=TODAY).function == "Văn thư, lưu trữ"

    def test_an_abolished_body_leaves_its_seats(self, vinh_long: Province, machine: Acting) -> None:
        body, member = agency("ban-chi-dao-chuyen-doi-so"), agency("so-tu-phap")
        kept = seat(body, member, part="Thành viên", on=date(2026, 1, 1), acting=machine)
        with pytest.raises(ArrangementError, match="đã là thành viên"):
            seat(body, member, part="", on=TODAY, acting=machine)
        abolish(member, on=SOON, acting=machine)
        kept.refresh_from_db()
        assert kept.valid.upper == SOON

    def test_a_seat_ends_after_it_began(self, vinh_long: Province, machine: Acting) -> None:
        kept = agency("ban-chi-dao-chuyen-doi-so").memberships.first()
        assert kept is not None
        with pytest.raises(ArrangementError):
            end_seat(kept, on=kept.valid.lower, acting=machine)
        end_seat(kept, on=TODAY, acting=machine)
        assert Event.objects.get().action == "organisations.body.left"


class TestCodes:
    def test_the_rooms_follow_the_code_of_their_commune(self, long_chau: Agency, machine: Acting) -> None:
        change_profile(long_chau, {"code": "H61.777"}, acting=machine)
        codes = Agency.objects.filter(parent=long_chau).values_list("code", flat=True)
        assert codes
        assert all(code.startswith("H61.777.") for code in codes)

    def test_two_agencies_never_bear_one_code(self, long_chau: Agency, cai_nhum: Agency, machine: Acting) -> None:
        with pytest.raises(ArrangementError, match="đang là của"):
            change_profile(long_chau, {"code": profile(cai_nhum.slug).code}, acting=machine)

    def test_loading_the_province_again_keeps_what_was_corrected(
        self, vinh_long: Province, long_chau: Agency, machine: Acting
    ) -> None:
        change_profile(long_chau, {"code": "H61.777", "phone": "0270 3999 999"}, acting=machine)
        transfer(long_chau, agency("so-tu-phap"), function="Thử", on=TODAY, acting=machine)
        load_tree(vinh_long)
        assert (profile(long_chau.slug).code, profile(long_chau.slug).phone) == ("H61.777", "0270 3999 999")
        assert agency(long_chau.slug).code == "H61.777"
        assert Succession.objects.filter(function="Thử").exists()
        assert counts(TODAY).communes == 124
