"""A form with every kind of question, and one of a province."""

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

import cuulong.core.eforms
from cuulong.core.eforms import form as forms
from cuulong.core.eforms.bundle import bundle
from cuulong.core.eforms.definition import expand
from cuulong.core.eforms.rules import Violation

PROVINCES = Path(__file__).parents[3] / "provinces"
PROCEDURES = sorted(p for p in PROVINCES.glob("*/procedures/*.toml") if p.with_suffix(".schema.json").exists())

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Tờ khai thử",
    "type": "object",
    "$defs": {"text": {"type": "string", "minLength": 1, "maxLength": 40}},
    "properties": {
        "full_name": {"$ref": "#/$defs/text", "title": "Họ và tên", "x-en": {"title": "Full name"}},
        "id_number": {"type": "string", "title": "Số định danh", "pattern": "^\\d{12}$", "x-widget": "id_number"},
        "phone": {"type": "string", "title": "Điện thoại", "x-widget": "phone"},
        "tax_code": {"type": "string", "title": "Mã số thuế", "x-widget": "tax_code"},
        "born": {"type": "string", "format": "date", "title": "Ngày sinh"},
        "floors": {
            "type": "integer",
            "title": "Số tầng",
            "minimum": 1,
            "maximum": 30,
            "x-unit": "tầng",
            "x-errors": {"minimum": "Nhập số tầng, ví dụ 2"},
            "x-en": {"errors": {"minimum": "Enter the number of floors, for example 2"}},
        },
        "area": {"type": "number", "title": "Diện tích", "exclusiveMinimum": 0, "x-unit": "m²"},
        "owner": {
            "title": "Là chủ nhà",
            "type": "string",
            "oneOf": [{"const": "yes", "title": "Có"}, {"const": "no", "title": "Không"}],
        },
        "owner_name": {"$ref": "#/$defs/text", "title": "Tên chủ nhà"},
        "uses": {
            "type": "array",
            "title": "Dùng để",
            "items": {"type": "string", "enum": ["live", "rent"]},
            "minItems": 1,
        },
        "promise": {"type": "boolean", "title": "Tôi cam đoan", "const": True},
        "remark": {"type": "string", "title": "Ghi chú", "x-widget": "textarea", "maxLength": 20},
        "people": {
            "type": "array",
            "title": "Người ở cùng",
            "minItems": 1,
            "maxItems": 3,
            "items": {
                "type": "object",
                "properties": {
                    "name": {"type": "string", "title": "Tên", "minLength": 1},
                    "age": {"type": "integer", "title": "Tuổi", "minimum": 0},
                },
                "required": ["name"],
            },
        },
    },
    "required": ["full_name", "floors", "owner", "people", "promise"],
    "allOf": [
        {
            "if": {"properties": {"owner": {"const": "no"}}, "required": ["owner"]},
            "then": {"required": ["owner_name"]},
        }
    ],
}
LAYOUT = {
    "steps": [
        {
            "key": "who",
            "title": "Người nộp",
            "title_en": "Applicant",
            "intro": "Ghi như trên thẻ căn cước.",
            "fields": ["full_name", "id_number", "phone", "tax_code", "born", "owner", "owner_name"],
            "show_when": {"owner_name": {"field": "owner", "op": "equals", "value": "no"}},
        },
        {"key": "house", "title": "Ngôi nhà", "fields": ["floors", "area", "uses", "remark"]},
        {
            "key": "people",
            "title": "Người ở cùng",
            "fields": ["people"],
            "show_when": {"field": "floors", "op": "above", "value": 1},
        },
        {"key": "end", "title": "Cam đoan", "fields": ["promise"]},
    ],
    "repeats": [{"field": "people", "item_title": "Người", "item_title_en": "Person", "min": 1, "max": 3}],
    "prefill": {"full_name": "person.full_name", "phone": "person.phone"},
}

GOOD = {
    "full_name": "Trần Thị Thử",
    "id_number": "086199000001",
    "phone": "0912345678",
    "born": "1999-02-28",
    "floors": 2,
    "area": 64.5,
    "owner": "yes",
    "uses": ["live"],
    "promise": True,
    "people": [{"name": "Trần Văn Mẫu", "age": 7}],
}


@pytest.fixture
def sample():
    return forms.read(expand(SCHEMA), LAYOUT)


def province_form(path):
    """The form of one procedure file."""
    layout = tomllib.loads(path.read_text(encoding="utf-8"))["form"]
    schema = json.loads(path.with_suffix(".schema.json").read_text(encoding="utf-8"))
    return forms.read(expand(schema), layout), schema, layout


# ---- the browser ----------------------------------------------------------------------------------------------------

COMMUNES = ["29551", "29545"]
STATIC = Path(cuulong.core.eforms.__file__).parent / "static" / "eforms"
RUNNER = """
import { createInterface } from "node:readline";
import { Validator } from "VALIDATOR";
import * as check from "./check.mjs";
for await (const line of createInterface({ input: process.stdin })) {
  const { call, args } = JSON.parse(line);
  const answer = call === "violations" ? check.violations(Validator, ...args) : check[call](...args);
  console.log(JSON.stringify(answer ?? null));
}
"""


class Browser:
    """The browser's module, run by Node and asked line by line."""

    def __init__(self, folder):
        node = shutil.which("node") or str(Path(sys.prefix) / "bin" / "node")
        validator = settings.NODE_MODULES / "@cfworker" / "json-schema" / "dist" / "esm" / "index.js"
        shutil.copy(STATIC / "check.js", folder / "check.mjs")
        (folder / "run.mjs").write_text(RUNNER.replace("VALIDATOR", validator.as_uri()), encoding="utf-8")
        self.process = subprocess.Popen(
            [node, "run.mjs"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def __call__(self, call, *args):
        self.process.stdin.write(json.dumps({"call": call, "args": args}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def violations(self, form, data, step=None):
        found = self("violations", bundle(form, data, form.steps[0].key, "vi", COMMUNES), data, step)
        return [Violation(one["path"], one["keyword"]) for one in found]


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    browser = Browser(tmp_path_factory.mktemp("browser"))
    yield browser
    browser.process.stdin.close()
    browser.process.wait(timeout=10)
