"""Doors of what people say back; joined to those of services (đường dẫn)."""

from django.urls import path

from .views import desk, figures, grave, keeping, public, rating

urlpatterns = [
    path("gop-y/", public.home, name="feedback"),
    path("gop-y/phan-anh/", public.suggest, name="suggest"),
    path("gop-y/khieu-nai/", grave.complain, name="complain"),
    path("gop-y/to-cao/", grave.denounce, name="denounce"),
    path("gop-y/xac-nhan/<slug:kind>/<uuid:uuid>/", public.confirm, name="confirm"),
    path("gop-y/da-gui/", public.sent_in, name="sent_in"),
    path("gop-y/tra-cuu/", public.find, name="find_feedback"),
    path("gop-y/cua-toi/<slug:kind>/<uuid:uuid>/", public.case, name="own_feedback"),
    path("gop-y/cua-toi/<slug:kind>/<uuid:uuid>/tep/<uuid:file>/", public.own_file, name="own_feedback_file"),
    path("gop-y/tra-loi/", public.answers, name="answers"),
    path("gop-y/tra-loi/<uuid:uuid>/", public.public_answer, name="public_answer"),
    path("danh-gia/", rating.rate, name="rate"),
    path("danh-gia/cam-on/", rating.rated, name="rated"),
    path("ho-so-cua-toi/<uuid:uuid>/danh-gia/", rating.rate_own, name="rate_own"),
    path("feedback/suggestions/", desk.suggestions, name="suggestions"),
    path("feedback/suggestions/<uuid:uuid>/", desk.suggestion, name="suggestion"),
    path("feedback/suggestions/<uuid:uuid>/files/<uuid:file>/", desk.suggestion_file, name="suggestion_file"),
    path("feedback/suggestions/<uuid:uuid>/<slug:verb>/", desk.act_suggestion, name="act_suggestion"),
    path("feedback/complaints/", desk.complaints, name="complaints"),
    path("feedback/complaints/<uuid:uuid>/", desk.complaint, name="complaint"),
    path("feedback/complaints/<uuid:uuid>/files/<uuid:file>/", desk.complaint_file, name="complaint_file"),
    path("feedback/complaints/<uuid:uuid>/<slug:verb>/", desk.act_complaint, name="act_complaint"),
    path("feedback/denunciations/", desk.denunciations, name="denunciations"),
    path("feedback/denunciations/<uuid:uuid>/", desk.denunciation, name="denunciation"),
    path("feedback/denunciations/<uuid:uuid>/identity/", desk.denouncer, name="denouncer"),
    path("feedback/denunciations/<uuid:uuid>/files/<uuid:file>/", desk.denunciation_file, name="denunciation_file"),
    path("feedback/denunciations/<uuid:uuid>/<slug:verb>/", desk.act_denunciation, name="act_denunciation"),
    path("feedback/retention/", keeping.retention, name="retention"),
    path("feedback/retention/<slug:kind>/<uuid:uuid>/", keeping.held, name="retention_hold"),
    path("feedback/satisfaction/", figures.satisfaction, name="satisfaction"),
]
