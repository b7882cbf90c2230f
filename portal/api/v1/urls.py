"""Addresses under /api/v1/."""

from django.urls import path

from portal.api.v1 import boards, courses, docs, files, submissions, tokens

app_name = "api-v1"
_ONE = "submissions/<uuid:public_id>/"
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
        "assignments/<uuid:public_id>/board/",
        boards.BoardView.as_view(),
        name="board",
    ),
    path(
        "assignments/<uuid:public_id>/submissions/",
        submissions.SubmissionsView.as_view(),
        name="submissions",
    ),
    path(_ONE, submissions.SubmissionView.as_view(), name="submission"),
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
