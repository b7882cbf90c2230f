"""Addresses of a course's staff pages."""

from django.urls import path

from portal.web.staff import analysis, dashboard, grades, likeness, submission, tables
from portal.web.staff.gradebook_urls import urlpatterns as of_gradebook
from portal.web.staff.setup_urls import urlpatterns as of_setup
from portal.web.staff.teams_urls import urlpatterns as of_teams

app_name = "staff"
urlpatterns = [
    *of_gradebook,
    *of_setup,
    *of_teams,
    path("courses/<uuid:public_id>/dashboard/", dashboard.show, name="dashboard"),
    path("assignments/<uuid:public_id>/analysis/", analysis.show, name="analysis"),
    path(
        "assignments/<uuid:public_id>/analysis/<slug:shape>/",
        tables.analysis,
        name="analysis-file",
    ),
    path("assignments/<uuid:public_id>/alike/", likeness.show, name="likeness"),
    path("enrollments/<uuid:public_id>/grades/", grades.show, name="grades"),
    path(
        "submissions/<uuid:public_id>/grade-again/",
        submission.start_again,
        name="grade-again",
    ),
    path("jobs/<uuid:public_id>/requeue/", submission.put_back, name="requeue"),
]
