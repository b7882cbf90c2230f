"""Addresses under /api/v1/."""

from django.urls import path

from portal.api.v1 import (
    boards,
    courses,
    docs,
    files,
    gradebook,
    grading,
    invites,
    submissions,
    teams,
    tokens,
)

app_name = "api-v1"
_ONE = "submissions/<uuid:public_id>/"
_GRADE = "enrollments/<uuid:enrollment>/grades/<uuid:assignment>/"
_TEAMS = "assignments/<uuid:public_id>/teams/"
_TEAM = "teams/<uuid:public_id>/"
urlpatterns = [
    path("schema/", docs.SchemaView.as_view(), name="schema"),
    path("docs/", docs.DocsView.as_view(), name="docs"),
    path("tokens/", tokens.TokensView.as_view(), name="tokens"),
    path("tokens/<uuid:public_id>/", tokens.TokenView.as_view(), name="token"),
    path("courses/", courses.CoursesView.as_view(), name="courses"),
    path(
        "courses/<uuid:public_id>/assignments/",
        courses.AssignmentsView.as_view(),
        name="assignments",
    ),
    path(
        "assignments/<uuid:public_id>/",
        courses.AssignmentView.as_view(),
        name="assignment",
    ),
    path(
        "courses/<uuid:public_id>/gradebook/",
        gradebook.GradebookView.as_view(),
        name="gradebook",
    ),
    path(_GRADE, gradebook.GradeView.as_view(), name="grade"),
    path(_GRADE + "ledger/", gradebook.LedgerView.as_view(), name="ledger"),
    path("ledger/<uuid:public_id>/undo/", gradebook.UndoView.as_view(), name="undo"),
    path(
        "assignments/<uuid:public_id>/release/",
        gradebook.ReleaseView.as_view(),
        name="release",
    ),
    path(
        "assignments/<uuid:public_id>/withdraw/",
        gradebook.WithdrawView.as_view(),
        name="withdraw",
    ),
    path(
        "assignments/<uuid:public_id>/board/",
        boards.BoardView.as_view(),
        name="board",
    ),
    path(
        "assignments/<uuid:public_id>/submissions/",
        submissions.SubmissionsView.as_view(),
        name="submissions",
    ),
    path(_TEAMS, teams.TeamsView.as_view(), name="teams"),
    path(_TEAMS + "join/", teams.JoinView.as_view(), name="team-join"),
    path(
        "assignments/<uuid:public_id>/invites/",
        invites.InvitesView.as_view(),
        name="invites",
    ),
    path(_TEAM, teams.TeamView.as_view(), name="team"),
    path(_TEAM + "leave/", teams.LeaveView.as_view(), name="team-leave"),
    path(_TEAM + "members/", teams.MembersView.as_view(), name="team-members"),
    path(_TEAM + "remove/", teams.RemoveView.as_view(), name="team-remove"),
    path(_TEAM + "dissolve/", teams.DissolveView.as_view(), name="team-dissolve"),
    path(_TEAM + "invites/", invites.TeamInvitesView.as_view(), name="team-invites"),
    path("invites/<uuid:public_id>/", invites.AnswerView.as_view(), name="invite"),
    path(
        "assignments/<uuid:public_id>/grading/",
        grading.DeskView.as_view(),
        name="grading-desk",
    ),
    path(
        "assignments/<uuid:public_id>/grading/papers/<uuid:paper>/<slug:check>/",
        grading.AssessmentView.as_view(),
        name="assessment",
    ),
    path(_ONE + "assessments/", grading.ReceivedView.as_view(), name="received"),
    path(_ONE, submissions.SubmissionView.as_view(), name="submission"),
    path(_ONE + "choose/", submissions.ChooseView.as_view(), name="choose"),
    path(_ONE + "cancel/", submissions.CancelView.as_view(), name="cancel"),
    path(
        _ONE + "grade-again/", submissions.GradeAgainView.as_view(), name="grade-again"
    ),
    path(_ONE + "report/", files.ReportView.as_view(), name="report"),
    path(
        _ONE + "report/gradescope/", files.GradescopeView.as_view(), name="gradescope"
    ),
    path(_ONE + "bundle/", files.BundleView.as_view(), name="bundle"),
    path(_ONE + "log/", files.LogView.as_view(), name="log"),
    path(_ONE + "files/<path:path>", files.FileView.as_view(), name="file"),
]
