"""Addresses under /api/v1/."""

from django.urls import path

from portal.api.v1 import (
    blanks,
    boards,
    courses,
    docs,
    files,
    gradebook,
    grading,
    invites,
    notices,
    ratings,
    registers,
    rubrics,
    similarity,
    slots,
    submissions,
    teams,
    tokens,
)

app_name = "api-v1"
_ONE = "submissions/<uuid:public_id>/"
_GRADE = "enrollments/<uuid:enrollment>/grades/<uuid:assignment>/"
_ITEM = "assignments/<uuid:public_id>/"
_TEAMS = "assignments/<uuid:public_id>/teams/"
_SLOT = "slots/<uuid:public_id>/"
_TEAM = "teams/<uuid:public_id>/"
urlpatterns = [
    path("schema/", docs.SchemaView.as_view(), name="schema"),
    path("docs/", docs.DocsView.as_view(), name="docs"),
    path("tokens/", tokens.TokensView.as_view(), name="tokens"),
    path("tokens/<uuid:public_id>/", tokens.TokenView.as_view(), name="token"),
    path("notices/", notices.NoticesView.as_view(), name="notices"),
    path("notices/read/", notices.AllReadView.as_view(), name="notices-read"),
    path(
        "notices/<uuid:public_id>/read/",
        notices.NoticeReadView.as_view(),
        name="notice-read",
    ),
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
    path(_ITEM + "attendance/", registers.AttendanceView.as_view(), name="attendance"),
    path(
        _ITEM + "attendance/own/",
        registers.OwnAttendanceView.as_view(),
        name="own-attendance",
    ),
    path(
        _ITEM + "attendance/<int:unit>/",
        registers.RegisterView.as_view(),
        name="register",
    ),
    path(
        "marks/<uuid:public_id>/undo/",
        registers.UndoMarkView.as_view(),
        name="mark-undo",
    ),
    path(_ITEM + "slots/", slots.SlotsView.as_view(), name="slots"),
    path(_SLOT + "take/", slots.TakeView.as_view(), name="slot-take"),
    path(_SLOT + "assign/", slots.AssignView.as_view(), name="slot-assign"),
    path(_SLOT + "close/", slots.CloseView.as_view(), name="slot-close"),
    path(
        "places/<uuid:public_id>/leave/",
        slots.LeaveView.as_view(),
        name="place-leave",
    ),
    path(_ITEM + "rating/", ratings.RatingView.as_view(), name="rating"),
    path(_ITEM + "ratings/", ratings.RatingsView.as_view(), name="ratings"),
    path(_ITEM + "ratings/enter/", ratings.EnterView.as_view(), name="ratings-enter"),
    path(
        "assignments/<uuid:public_id>/similarity/",
        similarity.ComparisonsView.as_view(),
        name="comparisons",
    ),
    path(
        "similarity/<uuid:public_id>/pairs/",
        similarity.PairsView.as_view(),
        name="similar-pairs",
    ),
    path(
        "assignments/<uuid:public_id>/grading/",
        grading.DeskView.as_view(),
        name="grading-desk",
    ),
    path(_ITEM + "grading/papers/", blanks.PapersView.as_view(), name="papers"),
    path(_ITEM + "graded/", blanks.GradedView.as_view(), name="graded"),
    path(
        "assignments/<uuid:public_id>/grading/papers/<uuid:paper>/<slug:check>/",
        grading.AssessmentView.as_view(),
        name="assessment",
    ),
    path(
        _ITEM + "grading/rubrics/<slug:check>/",
        rubrics.RubricView.as_view(),
        name="rubric",
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
