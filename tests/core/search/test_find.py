"""What officials find, and what they do not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cuulong.core.people.acting import Acting
from cuulong.core.search import find as finding
from cuulong.core.search.find import find
from cuulong.core.search.index import Document, put, put_all, remove
from cuulong.core.search.models import Entry, KnownWord
from cuulong.core.search.scopes import of_people
from cuulong.core.search.spelling import learn_words
from cuulong.lib.facts import Ref
from cuulong.lib.ids import uuid7

from .conftest import NOON, Shelf, Wards


def titles(hits: finding.Hits) -> list[str]:
    return [hit.title for hit in hits.items]


class TestByWords:
    @pytest.mark.parametrize("typed", ["nguyen van an", "An Nguyễn", "VĂN AN", "van an nguyen"])
    def test_a_person_is_found_by_any_words_of_the_name_without_accents(
        self, shelf: Shelf, everyone: Acting, typed: str
    ) -> None:
        shelf.add("Hồ sơ 1", names="Nguyễn Văn An")
        shelf.add("Hồ sơ 2", names="Trần Thị Bình")
        assert titles(find(everyone, typed)) == ["Hồ sơ 1"]

    def test_who_types_accents_sees_that_very_spelling_first(self, shelf: Shelf, everyone: Acting) -> None:
        shelf.add("Giấy của bà Hoa", days_ago=9)
        shelf.add("Giấy của ông Hòa", days_ago=5)
        shelf.add("Giấy của cô Hóa", days_ago=1)
        assert titles(find(everyone, "hòa"))[0] == "Giấy của ông Hòa"
        assert titles(find(everyone, "hoà"))[0] == "Giấy của ông Hòa"
        assert len(find(everyone, "hòa").items) == 3

    def test_a_name_in_its_order_comes_before_its_words_in_any_order(self, shelf: Shelf, everyone: Acting) -> None:
        for n in range(3):
            shelf.add(f"Hồ sơ {n}", names="Nguyễn Văn Lan", days_ago=9)
        shelf.add("Hồ sơ khác", names="Lan Văn Nguyễn")
        assert "Hồ sơ khác" not in titles(find(everyone, "nguyen van lan", limit=2))
        assert find(everyone, "nguyen van lan", limit=2).more
        assert len(find(everyone, "nguyen van lan", limit=3).items) == 3
        assert "Hồ sơ khác" in titles(find(everyone, "nguyen van lan"))

    def test_d_with_stroke_is_found_as_d(self, shelf: Shelf, everyone: Acting) -> None:
        shelf.add("Đất ở tại đô thị")
        assert titles(find(everyone, "dat do thi")) == ["Đất ở tại đô thị"]

    def test_a_name_outranks_running_text(self, shelf: Shelf, everyone: Acting) -> None:
        shelf.add("Thư A", text="nhắc đến ông Lợi", days_ago=0)
        shelf.add("Thư B", names="Lê Văn Lợi", days_ago=3)
        assert titles(find(everyone, "loi")) == ["Thư B", "Thư A"]

    def test_the_last_word_may_be_unfinished(self, shelf: Shelf, everyone: Acting) -> None:
        shelf.add("Trích lục khai sinh")
        assert titles(find(everyone, "trich luc khai si")) == ["Trích lục khai sinh"]

    def test_a_typing_error_is_mended_and_said(self, shelf: Shelf, everyone: Acting) -> None:
        for n in range(3):
            shelf.add(f"Hồ sơ {n}", names="Nguyễn Thị Phượng")
        learn_words()
        hits = find(everyone, "nguyen thi phuongg")
        assert len(hits.items) == 3
        assert hits.looked_for == "nguyen thi phuong"

    def test_a_rare_name_is_never_offered_in_place_of_an_error(self, shelf: Shelf, everyone: Acting) -> None:
        shelf.add("Hồ sơ kín", names="Vương Quý Hiếm")
        learn_words()
        assert not KnownWord.objects.filter(word="vuong").exists()

    def test_a_whole_sentence_still_finds_what_has_some_of_its_words(self, shelf: Shelf, everyone: Acting) -> None:
        shelf.add("Đăng ký khai sinh")
        shelf.add("Cấp giấy phép xây dựng nhà ở")
        hits = find(everyone, "tôi muốn làm khai sinh cho con")
        assert titles(hits)[0] == "Đăng ký khai sinh"
        assert hits.loose

    def test_nothing_typed_finds_nothing(self, shelf: Shelf, everyone: Acting) -> None:
        shelf.add("Thư")
        assert find(everyone, " .,; ").items == ()

    @pytest.mark.parametrize("typed", ["'", "\\", "a & | !", "<->", "%s %%", "x" * 5000, "\x00 thư", ":*"])
    def test_no_odd_text_breaks_the_search(self, shelf: Shelf, everyone: Acting, typed: str) -> None:
        find(everyone, typed)


class TestByCode:
    def test_the_code_finds_the_one_thing_that_bears_it(self, shelf: Shelf, everyone: Acting) -> None:
        shelf.add("Hồ sơ khác", text="H61.01-261124-0001")
        wanted = shelf.add("Hồ sơ", key="H61.01-261124-0001")
        hits = find(everyone, "h61.01-261124-0001")
        assert hits.exact
        assert [hit.ref for hit in hits.items] == [wanted]

    def test_the_phone_finds_all_of_that_person_newest_first(self, shelf: Shelf, everyone: Acting) -> None:
        shelf.add("Cũ", key=["A-1", "0912345678"], days_ago=9)
        shelf.add("Mới", key=["A-2", "0912345678"])
        assert titles(find(everyone, "+84 912 345 678")) == ["Mới", "Cũ"]

    def test_a_code_outside_the_reader_s_scope_is_not_found(
        self, shelf: Shelf, wards: Wards, reader: Callable[..., Acting]
    ) -> None:
        shelf.add("Hồ sơ", key="H61.01-261124-0001", agency=wards.long_chau)
        assert find(reader(wards.long_chau), "H61.01-261124-0001").exact
        assert find(reader(wards.cai_nhum), "H61.01-261124-0001").items == ()


class TestScope:
    def test_each_reader_finds_what_lies_at_or_below_the_agency(
        self, shelf: Shelf, wards: Wards, reader: Callable[..., Acting]
    ) -> None:
        shelf.add("Thư của phòng", agency=wards.room)
        shelf.add("Thư của phường", agency=wards.long_chau)
        found = {ward.slug: set(titles(find(reader(ward), "thu"))) for ward in vars(wards).values()}
        assert found == {
            "ubnd-tinh": {"Thư của phòng", "Thư của phường"},
            "long-chau": {"Thư của phòng", "Thư của phường"},
            "long-chau--vh": {"Thư của phòng"},
            "cai-nhum": set(),
        }

    def test_a_citizen_finds_only_kinds_that_all_may_see(self, shelf: Shelf, wards: Wards) -> None:
        shelf.add("Thư kín", agency=wards.long_chau)
        put("test.notice", Ref("test.notice", uuid7()), title="Thư ngỏ", at=NOON)
        assert titles(find(Acting.anonymous(), "thu")) == ["Thư ngỏ"]
        assert find(Acting.anonymous(), "thu", kinds=["test.letter"]).items == ()

    def test_what_one_person_may_see_is_found_by_that_scope_alone(self, shelf: Shelf) -> None:
        person = uuid7()
        assert of_people([person]) == {f"p{person}"}

    def test_a_kind_nobody_declared_is_never_found(self, shelf: Shelf, everyone: Acting) -> None:
        put("test.gone", Ref("test.gone", uuid7()), title="Thư cũ", at=NOON)
        assert find(everyone, "thu").items == ()
        assert find(everyone, "thu", kinds=["test.gone"]).items == ()


class TestBounds:
    def fill(self, how_many: int) -> None:
        put_all(
            Document(ref=Ref("test.notice", uuid7()), title=f"Giấy phép {n}", at=NOON - timedelta(hours=n))
            for n in range(how_many)
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE core_search_entry")
        caches["local"].clear()

    def test_it_says_when_there_are_more(self, shelf: Shelf, everyone: Acting) -> None:
        self.fill(30)
        assert find(everyone, "giay phep", limit=20).more
        assert not find(everyone, "giay phep", limit=30).more

    def test_only_the_thousand_newest_are_ranked_whichever_way_they_are_met(
        self, shelf: Shelf, everyone: Acting, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.fill(1_300)
        walked = find(everyone, "giay phep", limit=2_000)
        # Nothing is worth walking when the table seems endless.
        monkeypatch.setattr(finding, "_rows_in_all", lambda cursor: 10**12)
        met = find(everyone, "giay phep", limit=2_000)
        assert len(walked.items) == len(met.items) == finding.CANDIDATES + 1
        assert {hit.ref for hit in walked.items} == {hit.ref for hit in met.items}
        assert min(hit.at for hit in met.items) > NOON.replace(year=2025)
        newest = Entry.objects.order_by("-at").values_list("at", flat=True)[: finding.CANDIDATES + 1]
        for found in (walked, met):
            assert min(hit.at for hit in found.items) == min(newest)
        assert walked.more
        assert met.more

    def test_a_wrong_guess_of_the_database_loses_nothing(
        self, shelf: Shelf, everyone: Acting, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.fill(1_300)
        rare = shelf.add("Giấy hiếm", days_ago=900)
        monkeypatch.setattr(finding, "_expected", lambda *a: 10**6)
        monkeypatch.setattr(finding, "_rows_in_all", lambda cursor: 10**6)
        assert [hit.ref for hit in find(everyone, "hiem").items] == [rare]

    def test_the_number_of_queries_does_not_depend_on_what_is_found(self, shelf: Shelf, everyone: Acting) -> None:
        self.fill(60)
        find(everyone, "giay")
        with CaptureQueriesContext(connection) as few:
            find(everyone, "giay 7", limit=5)
        with CaptureQueriesContext(connection) as many:
            find(everyone, "giay phep", limit=50)
        assert len(many) <= len(few) <= 5


class TestIndex:
    def test_putting_again_replaces_in_one_statement(self, shelf: Shelf, everyone: Acting) -> None:
        ref = Ref("test.notice", uuid7())
        put("test.notice", ref, title="Tên cũ", at=NOON)
        with CaptureQueriesContext(connection) as queries:
            put("test.notice", ref, title="Tên mới", at=NOON)
        assert len(queries) == 1
        assert find(everyone, "cu").items == ()
        assert titles(find(everyone, "moi")) == ["Tên mới"]

    def test_what_is_removed_is_found_no_more(self, shelf: Shelf, everyone: Acting) -> None:
        ref = shelf.add("Thư")
        remove(ref)
        assert find(everyone, "thu").items == ()

    def test_a_ref_of_another_kind_is_refused(self) -> None:
        with pytest.raises(ValueError, match=r"no test\.notice"):
            put("test.notice", Ref("test.letter", uuid7()), title="x", at=NOON)

    def test_reindex_puts_what_is_there_and_drops_what_is_gone(
        self, shelf: Shelf, everyone: Acting, capsys: pytest.CaptureFixture[str]
    ) -> None:
        gone = shelf.add("Đã hủy")
        ref = Ref("test.letter", uuid7())
        shelf.letters[ref.uuid] = Document(ref=ref, title="Còn đây", at=NOON)
        call_command("reindex", "test.letter")
        assert "test.letter: 1" in capsys.readouterr().out
        assert [hit.ref for hit in find(everyone, "con day").items] == [ref]
        assert not Entry.objects.filter(uuid=gone.uuid).exists()

    def test_reindex_of_an_unknown_kind_names_the_known_ones(self, shelf: Shelf) -> None:
        with pytest.raises(CommandError, match=r"test\.letter"):
            call_command("reindex", "test.nothing")
