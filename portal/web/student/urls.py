"""Addresses of the pages of those who hand in."""

from django.urls import path

from portal.web.student import (
    assignment,
    board,
    choice,
    course,
    enrol,
    files,
    filled,
    grades,
    hand_in,
    home,
    leaders,
    log,
    notebook,
    report,
    submission,
    team,
)

app_name = "student"
urlpatterns = [
    path("", home.show, name="home"),
    path("courses/<uuid:public_id>/", course.show, name="course"),
    path("assignments/<uuid:public_id>/", assignment.show, name="assignment"),
    path(
        "assignments/<uuid:public_id>/files/<path:path>",
        assignment.download,
        name="assignment-file",
    ),
    path("courses/<uuid:public_id>/grades/", grades.show, name="grades"),
    path(
        "courses/<uuid:public_id>/grades/<slug:shape>/",
        grades.send,
        name="grades-file",
    ),
    path("courses/<uuid:public_id>/boards/", board.index, name="boards"),
    path("assignments/<uuid:public_id>/board/", board.show, name="board"),
    path("assignments/<uuid:public_id>/leaders/", leaders.show, name="leaders"),
    path(
        "assignments/<uuid:public_id>/board/presence/",
        board.presence,
        name="board-presence",
    ),
    path("assignments/<uuid:public_id>/hand-in/", hand_in.receive, name="hand-in"),
    path("submissions/<uuid:public_id>/", submission.show, name="submission"),
    path("enrol/", enrol.show, name="enrol"),
    path("submissions/<uuid:public_id>/choose/", choice.take, name="choose"),
    path("assignments/<uuid:public_id>/team/", team.show, name="team"),
    path("assignments/<uuid:public_id>/team/make/", team.make, name="team-make"),
    path("assignments/<uuid:public_id>/team/join/", team.join, name="team-join"),
    path("teams/<uuid:public_id>/invite/", team.invite, name="team-invite"),
    path("teams/<uuid:public_id>/leave/", team.leave, name="team-leave"),
    path("invites/<uuid:public_id>/answer/", team.answer, name="invite-answer"),
    path("invites/<uuid:public_id>/withdraw/", team.withdraw, name="invite-withdraw"),
    path("submissions/<uuid:public_id>/cancel/", submission.stop, name="cancel"),
    path("submissions/<uuid:public_id>/files/", files.show, name="files"),
    path("submissions/<uuid:public_id>/answers/", filled.show, name="answers"),
    path("preview/", filled.preview, name="preview"),
    path("submissions/<uuid:public_id>/files/<path:path>", files.download, name="file"),
    path(
        "submissions/<uuid:public_id>/notebook/<path:path>",
        notebook.show,
        name="notebook",
    ),
    path(
        "submissions/<uuid:public_id>/rendered/<path:path>",
        notebook.rendered,
        name="rendered",
    ),
    path("submissions/<uuid:public_id>/report.json", report.as_json, name="report"),
    path("submissions/<uuid:public_id>/bundle.zip", report.as_bundle, name="bundle"),
    path("submissions/<uuid:public_id>/log/", log.show, name="logs"),
    path("submissions/<uuid:public_id>/log/file/", log.download, name="log"),
]
