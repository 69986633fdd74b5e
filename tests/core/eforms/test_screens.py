"""Forms on screen: as the citizen sees them, without JavaScript."""

from datetime import date, datetime
from html.parser import HTMLParser

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation

from cuulong.core.eforms import versions
from cuulong.core.eforms.checking import check
from cuulong.core.eforms.definition import BadForm
from cuulong.core.eforms.drafting import draft
from cuulong.core.eforms.reading import prefill, read_step, rearranges
from cuulong.core.eforms.rendering import render_step, summary
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account, Appointment
from cuulong.lib.dates import VIETNAM

from .conftest import GOOD, LAYOUT, SCHEMA

pytestmark = pytest.mark.django_db
MACHINE = Acting.system("test")


@pytest.fixture
def version(db):
    made = draft("sample", "Tờ khai thử", SCHEMA, LAYOUT, acting=MACHINE, title_en="Sample form")
    at = datetime(2026, 1, 1, tzinfo=VIETNAM)
    return versions.publish(made, valid_from=date(2026, 1, 1), acting=MACHINE, at=at)


def post(text):
    return QueryDict(text, mutable=True)


def messages(version, data, step=None):
    return {error.path: error.message for error in check(version, data, step)}


# ---- sentences ------------------------------------------------------------------------------------------------------


def test_the_forms_own_sentence_comes_first_and_ours_stands_in(version):
    found = messages(version, {"floors": 0}, "house")
    assert found == {"floors": "Nhập số tầng, ví dụ 2"}
    assert messages(version, {}, "house") == {"floors": "Chưa trả lời: Số tầng"}


def test_sentences_come_in_english_where_the_reader_wants_it(version):
    with translation.override("en"):
        assert messages(version, {"floors": 0}, "house") == {"floors": "Enter the number of floors, for example 2"}


def test_every_keyword_a_question_can_break_has_a_sentence(version):
    from cuulong.core.eforms.texts import sentences

    for path, words in sentences(version.shape, "vi").items():
        assert words.keys() >= {"required", "type"}, path
        assert all(words.values()), path


# ---- reading --------------------------------------------------------------------------------------------------------


def test_typed_answers_become_typed_values(version):
    typed = "floors=2&area=64%2C5&uses=live&uses=rent&remark=M%E1%BB%99t%0D%0AHai"
    assert read_step(version, "house", post(typed)) == {
        "floors": 2,
        "area": 64.5,
        "uses": ["live", "rent"],
        "remark": "Một\nHai",
    }


def test_what_cannot_be_understood_stays_as_typed(version):
    data = read_step(version, "house", post("floors=hai&area="))
    assert data == {"floors": "hai"}
    page = render_step(version, "house", data, check(version, data, "house"))
    assert 'value="hai"' in page
    assert "Số tầng: nhập bằng chữ số, ví dụ 2" in page


def test_an_impossible_date_is_shown_again_as_typed(version):
    data = read_step(version, "who", post("born_day=31&born_month=2&born_year=1999"))
    assert data["born"] == "31.2.1999"
    errors = [error for error in check(version, data, "who") if error.path == "born"]
    page = render_step(version, "who", data, errors)
    assert 'name="born_day" value="31"' in page
    assert "nhập ngày có thật" in page


def test_items_are_added_and_removed_by_buttons_and_nothing_typed_is_lost(version):
    typed = "people-count=2&people-0-name=An&people-1-name=B%C3%ACnh&people-1-age=x"
    more = post(f"{typed}&eforms_add=people")
    assert rearranges(more)
    assert read_step(version, "people", more)["people"] == [{"name": "An"}, {"name": "Bình", "age": "x"}, {}]
    less = read_step(version, "people", post(f"{typed}&eforms_remove=people.0"))
    assert less["people"] == [{"name": "Bình", "age": "x"}]
    assert not rearranges(post(typed))


def test_a_list_never_grows_beyond_its_most(version):
    data = read_step(
        version, "people", post("people-count=3&people-0-name=A&people-1-name=B&people-2-name=C&eforms_add=people")
    )
    assert len(data["people"]) == 3
    assert len(read_step(version, "people", post("people-count=999&people-0-name=A"))["people"]) <= 3
    assert "eforms_add" not in render_step(version, "people", data)


def test_what_the_state_knows_is_put_in(version):
    known = {"person.full_name": "Trần Thị Thử", "person.phone": "", "person.sex": "female"}
    assert prefill(version, known) == {"full_name": "Trần Thị Thử"}


# ---- rendering ------------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """Ids, links and inputs of a piece of HTML."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.targets, self.names, self.forbidden = [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        for key, value in attrs:
            if key == "id":
                self.ids.append(value)
            if key == "href" and value.startswith("#"):
                self.targets.append(value[1:])
            if key == "name":
                self.names.append(value)
            if key == "style" or key.startswith("on"):
                self.forbidden.append((tag, key))


def test_each_error_links_to_its_question_and_says_the_same_there(version):
    for step in version.shape.steps:
        data = GOOD | {"full_name": "", "born": "x", "owner": "?", "floors": 0, "promise": False, "people": [{}]}
        errors = check(version, data, step.key)
        html = render_step(version, step.key, data, errors)
        page = Page(html)
        assert len(page.targets) == len(errors)
        assert set(page.targets) <= set(page.ids)
        assert all(html.count(error.message) >= 2 for error in errors)
        assert len(page.ids) == len(set(page.ids))
        assert page.forbidden == []


def test_a_question_that_depends_on_this_page_is_shown_and_says_when(version):
    page = render_step(version, "who", {})
    assert 'name="owner_name"' in page
    assert "Chỉ trả lời khi “Là chủ nhà” là “Không”." in page


def test_inputs_tell_the_browser_what_to_offer(version):
    page = render_step(version, "who", {})
    assert 'autocomplete="name"' in page
    assert 'autocomplete="tel"' in page


def test_words_of_a_form_cannot_break_out_of_the_page(db):
    schema = SCHEMA | {
        "properties": SCHEMA["properties"]
        | {"phone": {"type": "string", "title": "<b>x", "description": "<img src=x>"}}
    }
    made = draft("wild", "<i>", schema, LAYOUT, acting=MACHINE)
    page = render_step(made, "who", {"phone": '"><script>'})
    for forbidden in ("<b>x", "<img", "<script>"):
        assert forbidden not in page


def test_the_summary_tells_answers_in_words_and_leaves_out_what_was_not_asked(version):
    page = summary(version, GOOD | {"owner_name": "Không hỏi"}, edit_url=lambda key: f"/sua/{key}/")
    for words in ("Trần Thị Thử", "28/02/1999", "64,5 m²", "2 tầng", ">Có<", "Người 1: Tên", 'href="/sua/house/"'):
        assert words in page
    assert "Không hỏi" not in page


def test_a_commune_is_chosen_from_those_that_exist_today(db):
    def found(slug, code, *days):
        Agency.objects.create(
            slug=slug, kind="commune", name=slug, short_name=slug, stat_code=code, valid=DateRange(*days)
        )

    found("Phường Bến", "29545", date(2025, 7, 1))
    found("Phường Ân", "29551", date(2025, 7, 1))
    found("Xã Cũ", "29500", date(2000, 1, 1), date(2025, 7, 1))
    schema = SCHEMA | {
        "properties": SCHEMA["properties"] | {"phone": {"type": "string", "title": "Xã", "x-widget": "commune"}}
    }
    made = draft("commune", "Chọn xã", schema, LAYOUT, acting=MACHINE)
    page = render_step(made, "who", {"phone": "29545"})
    assert page.index("Phường Ân") < page.index("Phường Bến")
    assert "Xã Cũ" not in page
    assert messages(made, {"phone": "29500"}, "who")["phone"] == "Chọn xã hoặc phường trong danh sách"


# ---- versions and screens -------------------------------------------------------------------------------------------


def test_the_same_wording_makes_no_new_version_and_a_broken_one_none(version):
    assert draft("sample", "Tờ khai thử", SCHEMA, LAYOUT, acting=MACHINE) == version
    with pytest.raises(BadForm):
        draft("sample", "Tờ khai thử", {"type": "object"}, LAYOUT, acting=MACHINE)


@pytest.fixture
def official(client):
    agency = Agency.objects.create(slug="phuong", kind="commune", name="Phường Thử", valid=DateRange(date(2020, 1, 1)))
    account = Account.objects.create(username="binh", full_name="Trần Văn Mẫu")
    Appointment.objects.create(account=account, agency=agency, role="specialist", valid=DateRange(date(2020, 1, 1)))
    client.force_login(account)
    return client


def test_a_form_can_be_tried_page_by_page(official, version):
    address = reverse("eforms:form", args=["sample"])
    assert "Ghi như trên thẻ căn cước." in official.get(address).content.decode()
    assert "Diện tích" in official.get(address, {"step": "house"}).content.decode()
    assert official.get(address, {"step": "gone"}).status_code == 404
    wrong = official.post(f"{address}?step=house", {"floors": "0"}).content.decode()
    assert "Lỗi:" in wrong
    assert "Nhập số tầng, ví dụ 2" in wrong
    good = official.post(f"{address}?step=house", {"floors": "3", "uses": "live"}).content.decode()
    assert "không có gì được lưu" in good


def test_the_list_of_forms_names_the_version_in_force(official, version):
    page = official.get(reverse("eforms:forms")).content.decode()
    assert "Tờ khai thử" in page
    assert "01/01/2026" in page


def test_forms_are_for_officials(client, version):
    client.force_login(Account.objects.create(username="dan", full_name="Lê Thị Giả"))
    assert client.get(reverse("eforms:form", args=["sample"])).status_code == 403
