"""Processes come from BPMN files and go out as such; what a table cannot say is told, what is hostile refused."""

import json
import shutil
import subprocess
import tomllib
from pathlib import Path

import defusedxml.ElementTree as ElementTree
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import etree

from cuulong.core.workflow.bpmn.graph import MOST_BYTES, BadBpmn
from cuulong.core.workflow.bpmn.names import BPMN, BPMNDI, DC
from cuulong.core.workflow.bpmn.reading import read_bpmn
from cuulong.core.workflow.bpmn.writing import write_bpmn
from cuulong.core.workflow.definition import read
from cuulong.core.workflow.designer.comparing import differences
from cuulong.core.workflow.models import ProcessDraft
from cuulong.core.workflow.rules import problems

from .conftest import PERMIT

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared" / "data" / "09_bpmn_forms"
ROLES = {"Chuyên viên": "specialist", "Lãnh đạo ký": "signer", "Cán bộ tiếp nhận": "intake_officer"}
TITLES = {code: title for title, code in ROLES.items()}
MODDLE = ROOT / "node_modules" / "bpmn-moddle"


def wrapped(body, before="", collaboration=""):
    head = f'<definitions xmlns="{BPMN}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{collaboration}'
    return f'{before}{head}<process id="p" name="Thử">{body}</process></definitions>'.encode()


def task(key, name, kind="userTask", inside=""):
    return f'<{kind} id="{key}" name="{name}">{inside}</{kind}>'


def flows(*pairs):
    found = []
    for n, (source, target, *more) in enumerate(pairs):
        name, condition = (*more, "", "")[:2]
        inside = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
        found.append(
            f'<sequenceFlow id="f{n}" sourceRef="{source}" targetRef="{target}" name="{name}">{inside}</sequenceFlow>'
        )
    return "".join(found)


def notes(imported):
    return [str(one) for one in imported.notes]


# ---- reading --------------------------------------------------------------------------------------------------------


def test_tasks_gateways_lanes_and_timers_become_rows():
    body = (
        '<laneSet id="ls"><lane id="l1" name="Chuyên viên"><flowNodeRef>a</flowNodeRef></lane>'
        '<lane id="l2" name="lanh dao ky"><flowNodeRef>b</flowNodeRef></lane></laneSet>'
        + '<startEvent id="s"/><endEvent id="e"/><endEvent id="r" name="Từ chối"/><exclusiveGateway id="g"/>'
        + task("a", "Thẩm định")
        + task("b", "Ký")
        + '<boundaryEvent id="t" attachedToRef="a"><timerEventDefinition><timeDuration>P1DT4H</timeDuration>'
        + "</timerEventDefinition></boundaryEvent>"
        + flows(("s", "a"), ("a", "g"), ("g", "b", "Đạt", "${area >= 50}"), ("g", "r", "Không đạt"), ("b", "e"))
    )
    taken = read_bpmn(wrapped(body), ROLES)
    examine, sign = taken.sheet["steps"]
    assert (taken.sheet["start"], examine["role"], examine["hours"], sign["role"]) == (
        "tham_dinh",
        "specialist",
        12,
        "signer",
    )
    assert [(a["title"]["vi"], a["next"], a.get("when")) for a in examine["actions"]] == [
        ("Đạt", "ky", {"field": "area", "op": "at_least", "value": 50}),
        ("Không đạt", "end:refused", None),
    ]
    assert problems(taken.sheet) == []
    assert notes(taken) == ["1 việc không ghi thời hạn: tạm để 1 ngày làm việc."]


def test_parallel_work_that_joins_again_stands_beside_one_step():
    body = (
        '<startEvent id="s"/><endEvent id="e"/><parallelGateway id="f"/><parallelGateway id="j"/>'
        + task("a", "Thẩm định")
        + task("b", "Hỏi sở")
        + flows(("s", "f"), ("f", "a"), ("f", "b"), ("a", "j"), ("b", "j"), ("j", "e"))
    )
    (row,) = read_bpmn(wrapped(body), ROLES).sheet["steps"]
    assert [(one["title"]["vi"], one["agency"], one["hours"]) for one in row["parallel"]] == [("Hỏi sở", "ask", 8)]
    assert row["actions"][0]["next"] == "end:issued"


def test_parallel_work_of_several_tasks_is_told():
    body = (
        '<startEvent id="s"/><endEvent id="e"/><parallelGateway id="f"/><parallelGateway id="j"/>'
        + task("a", "Một")
        + task("b", "Hai")
        + task("c", "Ba")
        + flows(("s", "f"), ("f", "a"), ("f", "b"), ("a", "j"), ("b", "c"), ("c", "j"), ("j", "e"))
    )
    assert "Nhánh song song “Hai, Ba” không gộp lại ngay sau một việc" in "".join(
        notes(read_bpmn(wrapped(body), ROLES))
    )


def test_what_a_table_cannot_say_is_told_one_by_one():
    body = (
        '<startEvent id="s"/><endEvent id="e"/><inclusiveGateway id="i" name="Chọn"/>'
        + task("m", "Gửi thư", "serviceTask")
        + task("a", "Xem")
        + '<subProcess id="sub" name="Con"><userTask id="x"/><userTask id="y"/></subProcess>'
        + '<intermediateCatchEvent id="w" name="Chờ"/><dataObject id="d"/>'
        + '<boundaryEvent id="t" attachedToRef="a" name="Hẹn"><timerEventDefinition><timeCycle>R3/PT1H</timeCycle>'
        + "</timerEventDefinition></boundaryEvent>"
        + flows(("s", "m"), ("m", "a"), ("a", "i", "", "score > rule(x)"), ("i", "w"), ("w", "sub"), ("sub", "e"))
    )
    told = notes(read_bpmn(wrapped(body), ROLES))
    for words in (
        "Việc máy làm “Gửi thư” (serviceTask)",
        "Quy trình con “Con” (2 việc) không mở ra được",
        "Cổng “Chọn” (inclusiveGateway) được đọc như rẽ nhánh chọn một",
        "Sự kiện giữa đường “Chờ”",
        "Hẹn giờ “Hẹn” không phải một khoảng thời gian",
        "Điều kiện “score > rule(x)” không đọc được",
        "không nằm trong làn nào",
        "1 phần tử chỉ để minh họa (dataObject)",
    ):
        assert any(words in one for one in told), words


@pytest.mark.skipif(not SHARED.is_dir(), reason="shared data absent")
def test_every_file_of_the_reference_suite_comes_in_or_says_why():
    files = sorted(SHARED.glob("*/*.bpmn"))
    refused = {}
    for path in files:
        try:
            taken = read_bpmn(path.read_bytes(), ROLES)
        except BadBpmn as error:
            refused[path.name] = str(error)
            continue
        read(taken.sheet)
        names = {"unreachable"} | ({"no_exit"} if path.name.startswith("C") else set())
        assert {one.code for one in problems(taken.sheet)} <= names, path.name
    assert len(files) == 24
    assert set(refused) == {"C.9.0.bpmn", "medewerker-dossier.bpmn"}
    assert all("không có việc nào do người làm" in why for why in refused.values())


# ---- hostile and broken files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (wrapped("", '<!DOCTYPE x [<!ENTITY a "b">]>'), "khai báo DTD hoặc thực thể"),
        (wrapped("&a;", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "khai báo DTD hoặc thực thể"),
        (wrapped("", '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">'), "khai báo DTD hoặc thực thể"),
        (wrapped("<a>" * 100 + "</a>" * 100), "lồng quá sâu"),
        (wrapped("<a/>" * 70_000), "quá nhiều phần tử"),
        (b" " * (MOST_BYTES + 1), "nặng quá 2 MB"),
        (wrapped("<a>"), "không phải XML đúng cách"),
        (b"", "không phải XML đúng cách"),
        (b"\x89PNG\r\n\x1a\n", "không phải XML đúng cách"),
        (b'<?xml version="1.0" encoding="wrong"?><a/>', "không phải XML đúng cách"),
        (b"<html/>", "không phải BPMN 2.0"),
        (f'<definitions xmlns="{BPMN}"/>'.encode(), "không có quy trình nào"),
        (wrapped('<startEvent id="s"/>'), "không có việc nào do người làm"),
        (wrapped("".join(task(f"t{n}", f"Việc {n}") for n in range(61))), "nhiều hơn mức 60 bước"),
    ],
)  # fmt: skip
def test_a_hostile_or_broken_file_is_refused_with_a_sentence(data, sentence):
    with pytest.raises(BadBpmn) as caught:
        read_bpmn(data, ROLES)
    assert sentence in str(caught.value)


def test_circles_of_gateways_and_flows_into_nowhere_come_to_an_end():
    body = (
        '<startEvent id="s"/><exclusiveGateway id="g"/><exclusiveGateway id="h"/>'
        + task("a", "Việc")
        + flows(("s", "a"), ("a", "g"), ("g", "h"), ("h", "g"), ("g", "nowhere"), ("h", "a"))
    )
    (row,) = read_bpmn(wrapped(body), ROLES).sheet["steps"]
    assert [one["next"] for one in row["actions"]] == ["viec"]


def test_forged_remarks_of_ours_do_no_harm():
    remark = (
        '<extensionElements><o:row xmlns:o="urn:cuulong:process:1">'
        '{"key": 5, "hours": "x", "actions": [{"key": "k"}], "role": ["r"], "returns": 3}</o:row></extensionElements>'
    )
    body = '<startEvent id="s"/><endEvent id="e"/>' + task("a", "Việc", inside=remark) + flows(("s", "a"), ("a", "e"))
    taken = read_bpmn(wrapped(body), ROLES)
    assert problems(taken.sheet, set(ROLES.values())) == []
    read(taken.sheet)


# ---- writing --------------------------------------------------------------------------------------------------------


def wordings():
    yield "permit", PERMIT
    for path in sorted((ROOT / "provinces").glob("*/procedures/*.toml")):
        table = tomllib.loads(path.read_text()).get("process")
        if table:
            yield path.stem, {"start": table["start"], "steps": json.loads(json.dumps(table["steps"], default=str))}


@pytest.mark.parametrize(("name", "wording"), [pytest.param(*one, id=one[0]) for one in wordings()])
def test_a_process_that_goes_out_comes_back_the_same(name, wording):
    data = write_bpmn(wording, "Tên", "Name", name, TITLES)
    taken = read_bpmn(data, ROLES)
    assert differences(read(wording), read(taken.sheet)) == []
    assert read(taken.sheet).by_key == read(wording).by_key
    assert (taken.sheet["start"], taken.title, taken.title_en, notes(taken)) == (wording["start"], "Tên", "Name", [])


def test_every_node_and_flow_stands_in_the_drawing_and_nothing_overlaps():
    root = ElementTree.fromstring(write_bpmn(PERMIT, "Tên", "", "permit", TITLES))
    process = root.find(f"{{{BPMN}}}process")
    drawn = {one.get("bpmnElement") for one in root.iter() if one.get("bpmnElement")}
    nodes = [one.get("id") for one in process if one.get("id") != "lanes" and not one.tag.endswith("extensionElements")]
    assert drawn == {"process", *nodes}
    boxes = []
    for shape in root.iter(f"{{{BPMNDI}}}BPMNShape"):
        if not shape.get("bpmnElement").startswith("due_"):  # a boundary event lies on its task
            bounds = shape.find(f"{{{DC}}}Bounds")
            boxes.append([float(bounds.get(side)) for side in ("x", "y", "width", "height")])
    for n, (x, y, w, h) in enumerate(boxes):
        for x2, y2, w2, h2 in boxes[n + 1 :]:
            assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y


def test_a_flow_that_another_tool_added_or_took_away_is_followed():
    data = write_bpmn(PERMIT, "Tên", "", "permit", TITLES).decode()
    root = ElementTree.fromstring(data)
    process = root.find(f"{{{BPMN}}}process")
    back = next(one for one in process if one.tag.endswith("sequenceFlow") and one.get("name") == "Trả lại")
    process.remove(back)
    changed = ElementTree.tostring(root)
    sign = read(read_bpmn(changed, ROLES).sheet)["sign"]
    assert [one.key for one in sign.actions] == ["sign"]


@pytest.mark.skipif(not MODDLE.is_dir() or shutil.which("node") is None, reason="bpmn-moddle is not installed")
def test_the_library_of_other_tools_reads_the_file_without_a_warning(tmp_path):
    (tmp_path / "p.bpmn").write_bytes(write_bpmn(PERMIT, "Tên", "", "permit", TITLES))
    script = f"""
import {{ BpmnModdle }} from {json.dumps(str(MODDLE / "dist" / "index.js"))};
import {{ readFileSync }} from 'node:fs';
const {{ rootElement, warnings }} = await new BpmnModdle().fromXML(readFileSync(process.argv[2], 'utf8'));
const kinds = rootElement.rootElements[0].flowElements.map(e => e.$type);
console.log(JSON.stringify({{ warnings: warnings.map(w => w.message), kinds }}));
"""
    (tmp_path / "read.mjs").write_text(script)
    done = subprocess.run(
        ["node", str(tmp_path / "read.mjs"), str(tmp_path / "p.bpmn")], capture_output=True, text=True, check=True
    )
    seen = json.loads(done.stdout)
    assert seen["warnings"] == []
    assert seen["kinds"].count("bpmn:UserTask") == 5


@pytest.mark.skipif(not MODDLE.is_dir(), reason="bpmn-moddle is not installed")
@pytest.mark.parametrize(("name", "wording"), [pytest.param(*one, id=one[0]) for one in wordings()])
def test_the_file_is_valid_by_the_schema_of_the_standard(name, wording):
    schema = etree.XMLSchema(etree.parse(str(MODDLE / "resources" / "bpmn" / "xsd" / "BPMN20.xsd")))
    schema.assertValid(etree.fromstring(write_bpmn(wording, "Tên", "", name, TITLES)))


# ---- on screen ------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(ward, client):
    ward.appoint("Kim", "procedure_controller", "phuong")
    client.force_login(ward.people["Kim"])
    return client


@pytest.mark.django_db
def test_a_file_becomes_a_draft_and_the_report_says_what_did_not_come_along(desk):
    body = (
        '<startEvent id="s"/><endEvent id="e"/>'
        + task("m", "Gửi thư", "serviceTask")
        + task("a", "Xem xét")
        + flows(("s", "m"), ("m", "a"), ("a", "e"))
    )
    sent = {"code": "tu-bpmn", "title": "", "file": SimpleUploadedFile("p.bpmn", wrapped(body))}
    shown = desk.post(reverse("workflow:import"), sent).content.decode()
    for words in ("Đã đưa 1 bước vào bản soạn", "Việc máy làm “Gửi thư” (serviceTask)", "Bảng đã đủ", "<svg"):
        assert words in shown
    draft = ProcessDraft.objects.get()
    assert (draft.process.code, draft.process.title) == ("tu-bpmn", "Thử")


@pytest.mark.django_db
def test_a_refused_file_says_why_at_its_field_and_keeps_the_code(desk):
    bomb = SimpleUploadedFile("p.bpmn", wrapped("", '<!DOCTYPE x [<!ENTITY a "b">]>'))
    answer = desk.post(reverse("workflow:import"), {"code": "tu-bpmn", "file": bomb})
    assert answer.status_code == 422
    assert "khai báo DTD hoặc thực thể" in answer.content.decode()
    assert 'value="tu-bpmn"' in answer.content.decode()
    assert not ProcessDraft.objects.exists()


@pytest.mark.django_db
def test_a_version_is_downloaded_as_bpmn(desk, permit):
    answer = desk.get(reverse("workflow:bpmn", args=["permit"]))
    assert answer["Content-Disposition"] == 'attachment; filename="permit-1.bpmn"'
    assert read(read_bpmn(answer.content, ROLES).sheet).by_key == permit.table.by_key
    assert desk.get(reverse("workflow:bpmn", args=["permit"]), {"version": "7"}).status_code == 404
