"""Three people file one boat together: by account, by a code; papers used again, the result by post (cùng nộp hồ sơ)."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from cuulong.core.notifications.models import Notification
from cuulong.systems.services.dossiers.models import CoSigner, State

from .offices import filed, is_accessible
from .people import Window, answer_page

Open = Callable[..., Window]
POST = {"result_way": "post", "post_name": "Nguyễn Văn Thử", "post_address": "Khóm Thử Nghiệm"}


def test_several_people_file_one_dossier(window: Open, rows: None) -> None:
    named = list(CoSigner.objects.filter(dossier__state=State.DRAFT).select_related("dossier").order_by("pk"))
    wife = next(one for one in named if one.full_name == "Trần Thị Làm Thử")
    friend = next(one for one in named if one.full_name == "Sơn Thị Ví Dụ")
    draft = f"/ban-nhap/{wife.dossier.uuid}"

    filer = window("nguyenvanthu", width=360, language="en")
    page = filer.go("/kho-giay-to/")
    filer.press("Tôi đồng ý")
    is_accessible(filer)
    filer.go(f"{draft}/lien-he/")
    answer_page(page, POST)
    is_accessible(filer)
    filer.press("Lưu và tiếp tục")
    filer.go(f"{draft}/dinh-kem/")
    choice = page.locator("select[name^='reuse-']").first
    choice.select_option(index=1)
    is_accessible(filer)
    filer.press("Lưu và tiếp tục")
    filer.go(f"{draft}/cung-nop/")
    filer.says("Chưa trả lời")
    is_accessible(filer)
    filer.press("Lưu và tiếp tục")
    filer.press("Nộp hồ sơ")
    expect(page.locator(".notice").first).to_contain_text("Sơn Thị Ví Dụ; Trần Thị Làm Thử")

    by_account = window("tranthilamthu", width=360, scripts=False)
    by_account.go("/ho-so-cua-toi/")
    by_account.page.locator(f"a[href='/cung-nop/{wife.uuid}/']").click()
    by_account.press("Tôi đồng ý cùng nộp")
    by_account.says("Rút lại đồng ý")

    by_code = window(width=360)
    by_code.go(f"/cung-nop/{friend.uuid}/")
    by_code.press("Gửi mã cho tôi")
    told = Notification.objects.filter(message="services.co_sign_code").latest("pk").title
    by_code.page.locator("[name=code]").fill(re.findall(r"\d{6}", told)[0])
    is_accessible(by_code)
    by_code.press("Xác nhận")
    is_accessible(by_code)
    by_code.press("Tôi đồng ý cùng nộp")

    filer.press("Nộp hồ sơ")
    code, own_page = filed(filer)
    filer.go(own_page)
    expect(page.locator("main")).to_contain_text("By post, to Nguyễn Văn Thử, Khóm Thử Nghiệm")
    is_accessible(filer)
    by_code.go(f"/cung-nop/{friend.uuid}/")
    expect(by_code.page.locator("main")).to_contain_text(code)
