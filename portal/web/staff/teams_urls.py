"""Addresses of the pages about teams."""

from django.urls import path

from portal.web.staff import tables, teams

urlpatterns = [
    path("assignments/<uuid:public_id>/teams/", teams.show, name="teams"),
    path(
        "assignments/<uuid:public_id>/teams/file/<slug:shape>/",
        tables.teams,
        name="teams-file",
    ),
    path("assignments/<uuid:public_id>/teams/form/", teams.form, name="team-form"),
    path(
        "assignments/<uuid:public_id>/teams/take-over/",
        teams.take_over,
        name="teams-take-over",
    ),
    path("teams/<uuid:public_id>/move/", teams.move, name="team-move"),
    path("teams/<uuid:public_id>/remove/", teams.remove, name="team-remove"),
    path("teams/<uuid:public_id>/size/", teams.size, name="team-size"),
    path("teams/<uuid:public_id>/dissolve/", teams.dissolve, name="team-dissolve"),
]
