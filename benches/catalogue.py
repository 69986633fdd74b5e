"""./bench catalogue: what does taking the national catalogue cost beside reading it? (đo nhập danh mục)

`import 2642`: the file read, compared and written with its report, over reading it alone (aim: 5). `findable 2642`: the
worker's next step, search told of all of them, over the same floor (no aim). The file is the real one where
../shared/data is there, else as many invented rows of the same shape.
"""

from __future__ import annotations

import io
from csv import writer
from functools import partial
from pathlib import Path

import psycopg

from benches.ground import Measure, milliseconds, own_database, say, settle, show

MEASURES = ("import", "findable")
REAL = Path(__file__).parents[2] / "shared" / "data" / "03_procedures" / "tthc_catalogue_2642.csv"
ROWS, ROUNDS = 2642, 5
HEAD = ("ma_thu_tuc", "ten_thu_tuc", "so_quyet_dinh", "bo_nganh", "cap_thuc_hien", "linh_vuc", "loai_thu_tuc",
        "doi_tuong", "co_quan_thuc_hien", "co_quan_co_tham_quyen", "thoi_gian_truc_tiep", "don_vi", "truc_tuyen",
        "buu_chinh", "so_truong_hop", "so_giay_to", "so_can_cu", "url")  # fmt: skip


def main() -> None:
    data = REAL.read_bytes() if REAL.exists() else invented()
    with own_database() as owner:
        from cuulong.core.people.acting import Acting
        from cuulong.systems.services.catalogue.actions.import_catalogue import accept, make_findable, preview, take_in
        from cuulong.systems.services.catalogue.national.reading import read_catalogue

        acting = Acting.system("bench")
        reading, taking, finding = [], [], []
        say("reading alone, and taking all of it into an empty catalogue, by turns")
        for _round in range(ROUNDS):
            with psycopg.connect(owner, autocommit=True) as connection:
                connection.execute("TRUNCATE sys_services_procedure, sys_services_sector, core_search_entry CASCADE")
            settle(owner)
            run = accept(preview(data, name="danh-muc.csv", whole=True, acting=acting), acting=acting)
            reading.append(milliseconds(lambda: read_catalogue(data)))
            taking.append(milliseconds(partial(take_in, run.uuid)))
            finding.append(milliseconds(partial(make_findable, run)))
        floor = min(reading)
        show(
            [
                Measure(f"import {ROWS}", "ms", min(taking), floor),
                Measure(f"findable {ROWS}", "ms", min(finding), floor),
            ]
        )


def invented() -> bytes:
    """Rows of the real shape: long names, a third without a unit or an agency."""
    out = io.StringIO()
    rows = writer(out)
    rows.writerow(HEAD)
    for n in range(ROWS):
        name = f"Cấp, cấp lại giấy chứng nhận đủ điều kiện hoạt động số {n} trong lĩnh vực mẫu thứ {n % 140}"
        rows.writerow(
            (f"9.{n:06d}", name, f"{n % 200}/QĐ-MAU", f"Bộ Mẫu {n % 7}", ("Cấp tỉnh", "Cấp bộ, Cấp tỉnh, Cấp xã")[n % 2],
             f"Lĩnh vực mẫu {n % 140}", "TTHC được giao luật quy định chi tiết", "Công dân Việt Nam, Doanh nghiệp",
             "" if n % 9 == 0 else f"Sở Mẫu {n % 20}", "" if n % 2 else "Chủ tịch Ủy ban nhân dân cấp tỉnh", n % 60,
             "" if n % 7 == 0 else "Ngày làm việc", n % 2, 1, 1, 5, 4, "https://example.vn/thu-tuc/" + "0" * 36)
        )  # fmt: skip
    return out.getvalue().encode()


if __name__ == "__main__":
    main()
