"""Doors of the public services, mounted at / (đường dẫn)."""

from django.urls import path

from .catalogue import views as catalogue
from .catalogue import views_import, views_listing, views_opening
from .counters import views as counters
from .counters import views_kiosk, views_paper, views_queue, views_slips
from .dossiers import sheets, views_desk, views_filing, views_mine, views_proposals
from .front import front
from .steering import views as steering

app_name = "services"
urlpatterns = [
    path("", front, name="front"),
    path("thu-tuc/", catalogue.procedures, name="procedures"),
    path("thu-tuc/<slug:slug>/", catalogue.procedure, name="procedure"),
    path("thu-tuc/<slug:slug>/mau/<uuid:uuid>/", catalogue.blank_form, name="blank_form"),
    path("catalogue/", views_listing.listings, name="listings"),
    path("catalogue/several/", views_listing.several, name="several"),
    path("catalogue/imports/", views_import.imports, name="imports"),
    path("catalogue/imports/<uuid:uuid>/", views_import.import_run, name="import_run"),
    path("catalogue/imports/<uuid:uuid>/decide/", views_import.decide_run, name="decide_run"),
    path("catalogue/new/", views_opening.new_procedure, name="new_procedure"),
    path("catalogue/<str:code>/", views_listing.listing, name="listing"),
    path("catalogue/<str:code>/opening/", views_opening.opening, name="opening"),
    path("catalogue/<str:code>/edit/", views_listing.edit_listing, name="edit_listing"),
    path("catalogue/<str:code>/compare/", views_listing.compare_listings, name="compare_listings"),
    path("catalogue/<str:code>/<slug:verb>/", views_listing.act_listing, name="act_listing"),
    path("nop-ho-so/<slug:slug>/", views_filing.begin, name="begin"),
    path("nop-ho-so/<slug:slug>/mot-trang/", views_filing.one_page, name="one_page"),
    path("ban-nhap/<uuid:uuid>/xoa/", views_filing.drop_draft, name="drop_draft"),
    path("ban-nhap/<uuid:uuid>/<slug:key>/", views_filing.page, name="page"),
    path("ban-nhap/<uuid:uuid>/<slug:key>/tu-luu/", views_filing.autosave, name="autosave"),
    path("giay-to/<uuid:uuid>/", views_filing.paper, name="paper"),
    path("giay-to/<uuid:uuid>/bo/", views_filing.drop_paper, name="drop_paper"),
    path("tra-cuu/", views_mine.lookup, name="lookup"),
    path("ho-so-cua-toi/", views_mine.mine, name="mine"),
    path("ho-so-cua-toi/<uuid:uuid>/", views_mine.dossier, name="dossier"),
    path("ho-so-cua-toi/<uuid:uuid>/da-nop/", views_filing.sent, name="sent"),
    path("ho-so-cua-toi/<uuid:uuid>/bo-sung/", views_mine.supplement, name="supplement"),
    path("ho-so-cua-toi/<uuid:uuid>/rut/", views_mine.take_back, name="take_back"),
    path("ho-so-cua-toi/<uuid:uuid>/ket-qua/", views_mine.result_file, name="result"),
    path("ho-so-cua-toi/<uuid:uuid>/giay-tiep-nhan/", sheets.own_receipt, name="own_receipt"),
    path("counter/", counters.home, name="counter"),
    path("counter/dossiers/<uuid:uuid>/papers/", counters.receive, name="receive"),
    path("counter/paper-forms/", views_paper.paper_forms, name="paper_forms"),
    path("counter/paper-forms/print/", views_paper.paper_sheet, name="paper_sheet"),
    path("slips/", views_slips.slips, name="slips"),
    path("slips/<uuid:uuid>/", views_slips.slip, name="slip"),
    path("slips/<uuid:uuid>/print/", views_slips.slip_sheet, name="slip_sheet"),
    path("counter/<slug:slug>/", counters.intake, name="intake"),
    path("may-lay-so/<str:code>/", views_kiosk.kiosk, name="kiosk"),
    path("may-lay-so/<str:code>/<str:ticket>/", views_kiosk.kiosk_ticket, name="kiosk_ticket"),
    path("so-thu-tu/<str:code>/", views_kiosk.ticket, name="ticket"),
    path("bang-goi-so/<str:code>/", views_kiosk.board, name="board"),
    path("queue/", views_queue.home, name="queue"),
    path("queue/figures/", views_queue.day_figures, name="queue_figures"),
    path("queue/devices/", views_queue.devices, name="queue_devices"),
    path("queue/desks/<uuid:uuid>/<slug:key>/", views_queue.desk_act, name="desk_act"),
    path("dossiers/", views_desk.dossiers, name="dossiers"),
    path("dossiers/register/", sheets.register, name="register"),
    path("dossiers/papers/<uuid:uuid>/", views_desk.dossier_paper, name="dossier_paper"),
    path("dossiers/reassign/", views_proposals.reassign, name="reassign"),
    path("dossiers/<uuid:uuid>/proposal/", views_proposals.proposal, name="proposal"),
    path("dossiers/<uuid:uuid>/correct/", views_proposals.correct_data, name="correct"),
    path(
        "dossiers/<uuid:uuid>/proposals/<uuid:proposal>/decide/",
        views_proposals.decide_proposal,
        name="decide_proposal",
    ),
    path("dossiers/<uuid:uuid>/", views_desk.workspace, name="workspace"),
    path("dossiers/<uuid:uuid>/letter.png", views_desk.letter_image, name="letter_image"),
    path("dossiers/<uuid:uuid>/letter/", views_desk.letter, name="letter"),
    path("dossiers/<uuid:uuid>/forms/<str:form>/", sheets.sheet, name="sheet"),
    path("dossiers/<uuid:uuid>/steps/<uuid:step>/ask/", views_desk.ask, name="ask"),
    path("dossiers/<uuid:uuid>/steps/<uuid:step>/answer/", views_desk.answer, name="answer"),
    path("dossiers/<uuid:uuid>/steps/<uuid:step>/<slug:key>/", views_desk.act, name="act"),
    path("dashboard/", steering.dashboard, name="dashboard"),
]
