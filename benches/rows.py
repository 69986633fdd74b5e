"""A province's rows by the million: dossiers, their cases and steps, and what search knows of them (dữ liệu đo).

Everybody's desk holds the same work at any size: history grows with the years, the day's work does not.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.core.people.testing import make_official
from cuulong.core.search.rules import key_of, vector
from cuulong.core.search.scopes import of_agencies
from cuulong.core.workflow.models import Case, CaseState, ProcessVersion, Step
from cuulong.lib.ids import uuid7
from cuulong.systems.services.catalogue.models import ProcedureVersion
from cuulong.systems.services.dossiers.models import Channel, Dossier, State

OFFICIALS = 20  # who ask, each a specialist of another commune
DESK = 40  # open steps on every desk
# Shares after what is common in the Mekong delta: four people in ten bear the same family name.
FAMILY = {"Nguyễn": 38, "Trần": 12, "Lê": 10, "Phạm": 8, "Huỳnh": 6, "Võ": 5, "Phan": 4, "Đặng": 4, "Bùi": 3, "Đỗ": 3,
          "Hồ": 2, "Ngô": 2, "Dương": 1, "Lý": 1, "Thạch": 1}  # fmt: skip
MIDDLE = {"Thị": 40, "Văn": 25, "Hữu": 6, "Minh": 6, "Thanh": 5, "Ngọc": 5, "Quốc": 4, "Hoàng": 3, "Kim": 3, "Đức": 3}
GIVEN_NAMES = (
    "An Anh Bình Châu Chi Cường Dung Duy Dũng Giang Hà Hải Hạnh Hân Hiền Hiếu Hoa Hòa Hùng Hương Huy Khánh Khoa Lan Lâm "
    "Liên Linh Loan Long Lộc Lợi Mai Mẫn My Mỹ Nam Nga Ngân Nghĩa Nhàn Nhi Nhung Phong Phúc Phước Phương Quân Quyên "
    "Quỳnh Sang Sơn Tài Tâm Tân Thảo Thắng Thịnh Thu Thủy Thúy Tiên Tiến Trang Trâm Trí Trinh Trúc Trung Tú Tuấn Tùng "
    "Tuyết Uyên Vân Việt Vinh Vy Xuân Yến"
)
GIVEN = GIVEN_NAMES.split()
# The more often asked for, the more often in the archive; "giấy" and "xác nhận" stand in a fifth of all rows and more.
TITLES = {
    "Cấp bản sao trích lục hộ tịch": 22,
    "Chứng thực bản sao từ bản chính giấy tờ": 20,
    "Cấp giấy xác nhận tình trạng hôn nhân": 14,
    "Đăng ký khai sinh": 12,
    "Xác nhận nơi cư trú, giấy tờ nhà ở": 10,
    "Cấp giấy phép xây dựng nhà ở riêng lẻ": 8,
    "Đăng ký hộ kinh doanh": 6,
    "Chấm dứt hoạt động hộ kinh doanh": 4,
    "Cấp giấy chứng nhận an toàn thực phẩm": 3,
    "Đăng ký lại phương tiện thủy nội địa": 1,
}
WORDS = ("giấy", "cấp", "cap giay", "bản sao", "xac nhan", "chứng thực")  # each in a fifth of the rows and more


@dataclass(frozen=True)
class Person:
    """One made-up applicant."""

    name: str
    phone: str


class Province:
    """A loaded province in which dossiers multiply."""

    def __init__(self) -> None:
        call_command("load_province", stdout=sys.stderr)
        self.luck = random.Random(2026)  # noqa: S311 - the same rows in every run
        self.now = timezone.now()
        self.communes = list(Agency.objects.as_of(timezone.localdate()).filter(kind=AgencyKind.COMMUNE).order_by("pk"))
        self.dossiers = 0
        self.officials = [
            make_official(f"bench-{commune.pk}", commune, "specialist") for commune in self.communes[:OFFICIALS]
        ]
        self.template = self._template()

    def _template(self) -> dict[type[Model], Model]:
        versions = list(ProcedureVersion.objects.published(timezone.localdate()).order_by("pk"))
        version, self.versions = versions[0], [one.pk for one in versions]
        process = ProcessVersion.objects.order_by("pk")[0]
        commune, at = self.communes[0], self.now
        dossier = Dossier.objects.create(
            version=version, code="BENCH-TEMPLATE", state=State.PROCESSING, channel=Channel.ONLINE,
            applicant_name="Nguyễn Thị An", applicant_phone="0900000000", applicant_address="Ấp Mẫu, xã Mẫu",
            answers={"full_name": "Nguyễn Thị An"}, intake_agency=commune, competent_agency=commune,
            filed_at=at, accepted_at=at, due_at=at + timedelta(days=10),
        )  # fmt: skip
        case = Case.objects.create(
            version=process, subject_kind=Dossier.ref_kind, subject_uuid=dossier.uuid, agency=commune,
            intake_agency=commune, state=CaseState.RUNNING, started_at=at,
        )  # fmt: skip
        key = process.definition["steps"][0]["key"]
        step = Step.objects.create(
            case=case, key=key, agency=commune, role="specialist", entered_at=at, due_at=at + timedelta(days=2)
        )
        return {Dossier: dossier, Case: case, Step: step}

    def grow(self, total: int) -> None:
        """Add finished dossiers until there are `total`; the first of each commune are on its specialist's desk."""
        first, last = self.dossiers + 1, total
        # n is the running number; the newest are the highest.
        commune = f"(ARRAY[{','.join(str(c.pk) for c in self.communes)}])[1 + n %% {len(self.communes)}]"
        on_desk = f"(n <= {DESK * len(self.communes)})"
        at = f"now() - ({total} - n) * interval '30 seconds'"
        self._copy(
            Dossier, first, last,
            id="nextval(pg_get_serial_sequence('sys_services_dossier', 'id'))",
            uuid="md5('dossier' || n)::uuid", code="'H61.01-' || lpad(n::text, 7, '0')",
            lookup_code="upper(left(md5('lookup' || n), 20))",
            applicant_phone="'09' || lpad((n::bigint * 7919 %% 100000000)::text, 8, '0')",
            intake_agency_id=commune, competent_agency_id=commune, filed_at=at, accepted_at=at,
            due_at=f"{at} + interval '10 days'",
            state=f"CASE WHEN {on_desk} THEN 'processing' ELSE 'returned' END",
            # One in ten is late; half come online, some by post; every procedure of the province is asked for.
            finished_at=f"CASE WHEN {on_desk} THEN NULL WHEN n %% 10 = 0 THEN {at} + interval '12 days'"
            f" ELSE {at} + interval '8 days' END",
            outcome=f"CASE WHEN {on_desk} THEN '' ELSE 'issue' END",
            channel="(ARRAY['online', 'counter', 'online', 'counter', 'post', 'online'])[1 + n %% 6]",
            version_id=f"(ARRAY[{','.join(map(str, self.versions))}])[1 + n / 7 %% {len(self.versions)}]",
        )  # fmt: skip
        self._copy(
            Case, first, last,
            id="1000 + n", uuid="md5('case' || n)::uuid", subject_uuid="md5('dossier' || n)::uuid",
            agency_id=commune, intake_agency_id=commune, started_at=at,
            state=f"CASE WHEN {on_desk} THEN 'running' ELSE 'ended' END",
            ended_at=f"CASE WHEN {on_desk} THEN NULL ELSE {at} + interval '8 days' END",
        )  # fmt: skip
        self._copy(
            Step, first, last,
            id="1000 + n", uuid="md5('step' || n)::uuid", case_id="1000 + n", agency_id=commune, entered_at=at,
            due_at=f"{at} + interval '2 days'",
            left_at=f"CASE WHEN {on_desk} THEN NULL ELSE {at} + interval '8 days' END",
        )  # fmt: skip
        self._index(first, last)
        self.dossiers = total

    def _copy(self, model: type[Model], first: int, last: int, **changed: str) -> None:
        """The template's row, once for each running number, with some columns computed by the database."""
        columns = [field.column for field in model._meta.concrete_fields]
        values = [changed.get(column, f't."{column}"') for column in columns]
        named = ", ".join(f'"{column}"' for column in columns)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({named}) SELECT {', '.join(values)}"  # noqa: S608
                f" FROM {model._meta.db_table} t, generate_series(%s::int, %s::int) n WHERE t.id = %s",
                [first, last, self.template[model].pk],
            )

    def _index(self, first: int, last: int) -> None:
        """What search knows of the same dossiers, by COPY."""
        scopes = [sorted(f"{Dossier.ref_kind}|{s}" for s in of_agencies(c)) for c in self.communes]
        columns = "kind, uuid, keys, title, summary, scopes, at, words"
        with connection.cursor() as cursor, cursor.copy(f"COPY core_search_entry ({columns}) FROM STDIN") as copy:
            for row in self._entries(first, last, scopes):
                copy.write_row(row)

    def _entries(self, first: int, last: int, scopes: list[list[str]]) -> Iterator[tuple[Any, ...]]:
        titles = self.luck.choices(list(TITLES), list(TITLES.values()), k=last - first + 1)
        for n, text in zip(range(first, last + 1), titles, strict=True):
            person, code = self.person(), code_of(n)
            title = f"{code} · {person.name}"
            yield (
                Dossier.ref_kind, uuid7(), [key_of(code), person.phone], title, text,
                [Dossier.ref_kind, *scopes[n % len(scopes)]], self.now - timedelta(seconds=(last - n) * 30),
                vector(person.name, title, text),
            )  # fmt: skip

    def person(self) -> Person:
        name = " ".join(
            (
                self.luck.choices(list(FAMILY), list(FAMILY.values()))[0],
                self.luck.choices(list(MIDDLE), list(MIDDLE.values()))[0],
                self.luck.choice(GIVEN),
            )
        )
        return Person(name, f"09{self.luck.randrange(10**8):08d}")


def code_of(n: int) -> str:
    return f"H61.01-{n:07d}"
