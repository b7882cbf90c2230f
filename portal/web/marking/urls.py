"""Addresses of grading by people."""

from django.urls import path

from portal.web.marking import (
    agreement,
    blanks,
    course,
    desk,
    files,
    paper,
    regrades,
    requests,
    rubric,
    tables,
)

app_name = "marking"
_DESK = "assignments/<uuid:public_id>/grading/"
_PAPER = _DESK + "papers/<uuid:paper>/"
urlpatterns = [
    path("courses/<uuid:public_id>/grading/", course.show, name="course"),
    path("courses/<uuid:public_id>/regrade-requests/", requests.index, name="requests"),
    path(
        "courses/<uuid:public_id>/grading/file/<slug:shape>/",
        tables.course,
        name="course-file",
    ),
    path(
        "courses/<uuid:public_id>/regrade-requests/file/<slug:shape>/",
        tables.requests,
        name="requests-file",
    ),
    path("regrade-requests/<uuid:public_id>/", requests.show, name="request"),
    path("submissions/<uuid:public_id>/regrade-request/", requests.ask, name="ask"),
    path("assignments/<uuid:public_id>/regrades/", regrades.index, name="regrades"),
    path("regrades/<uuid:public_id>/", regrades.show, name="regrade"),
    path(_DESK, desk.show, name="desk"),
    path(_DESK + "plan/", desk.plan, name="plan"),
    path(_DESK + "deal/", desk.deal_papers, name="deal"),
    path(_DESK + "papers/", blanks.change, name="papers"),
    path(_DESK + "papers/file/<slug:shape>/", tables.papers, name="papers-file"),
    path(_DESK + "graders/file/<slug:shape>/", tables.graders, name="graders-file"),
    path(_DESK + "next/", desk.forward, name="next"),
    path(_DESK + "agreement/", agreement.show, name="agreement"),
    path(_DESK + "rubrics/<slug:check>/", rubric.show, name="rubric"),
    path(_PAPER, paper.show, name="paper"),
    path(_PAPER + "presence/", paper.presence, name="presence"),
    path(_PAPER + "files/<int:number>/", files.download, name="file"),
    path(
        _PAPER + "files/<int:number>/pages/<int:page>.png", files.picture, name="page"
    ),
    path(
        "submissions/<uuid:public_id>/pages/<int:number>/<int:page>.png",
        files.own_picture,
        name="own-page",
    ),
]
