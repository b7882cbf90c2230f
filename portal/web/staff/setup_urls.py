"""Addresses of the pages that set a course up."""

from django.urls import path

from portal.web.staff import (
    begin,
    copying,
    dates,
    entry,
    folder,
    late_trial,
    made,
    made_rubric,
    naming,
    part,
    people,
    roster,
    rules,
    setup,
    tables,
)

_COURSE = "courses/<uuid:public_id>/"
_ASSIGNMENT = "assignments/<uuid:public_id>/"
_PERSON = "enrollments/<uuid:public_id>/"
urlpatterns = [
    path("courses/new/", folder.new, name="new-course"),
    path("courses/new/make/", folder.make, name="make-course"),
    path("courses/new/begin/", begin.begin, name="begin-course"),
    path(_COURSE + "setup/", setup.show, name="setup"),
    path(_COURSE + "setup/folder.zip", setup.send, name="setup-folder"),
    path(_COURSE + "setup/text/", part.text, name="setup-text"),
    path(_COURSE + "setup/new-assignment/", made.new, name="made-new"),
    path(_COURSE + "setup/part/<slug:name>/", part.show, name="setup-part"),
    path(_ASSIGNMENT + "setup/", made.change, name="made"),
    path(
        _ASSIGNMENT + "setup/rubrics/<slug:check>/",
        made_rubric.show,
        name="made-rubric",
    ),
    path(_COURSE + "rules/", rules.show, name="rules"),
    path(_COURSE + "rules/late/", late_trial.show, name="late-trial"),
    path(_COURSE + "people/", people.show, name="people"),
    path(_COURSE + "people/<slug:shape>/", tables.people, name="people-file"),
    path(_COURSE + "roster/", roster.show, name="roster"),
    path(_COURSE + "roster/take-in/", roster.take_in, name="roster-take-in"),
    path(_COURSE + "entry/", entry.show, name="entry"),
    path(_COURSE + "entry/codes/", entry.open_code, name="code-open"),
    path(_COURSE + "entry/sections/", entry.add, name="section-add"),
    path(_COURSE + "copy/", copying.show, name="copy"),
    path(_COURSE + "folder/", folder.show, name="folder"),
    path(_COURSE + "folder/take-in/", folder.take_in, name="folder-take-in"),
    path(_ASSIGNMENT + "dates/", dates.show, name="dates"),
    path(_ASSIGNMENT + "title/", naming.rename, name="title"),
    path(_ASSIGNMENT + "dates/end/", dates.end, name="date-end"),
    path(_ASSIGNMENT + "extend/", dates.extend, name="extend"),
    path(_ASSIGNMENT + "extend/end/", dates.take_back, name="extend-end"),
    path(_PERSON + "person/", people.person, name="person"),
    path(_PERSON + "change/", people.change, name="person-change"),
    path(_PERSON + "time/", people.give_time, name="person-time"),
    path(_PERSON + "drop/", people.drop, name="person-drop"),
    path("codes/<uuid:public_id>/close/", entry.close_code, name="code-close"),
    path("sections/<int:pk>/change/", entry.change, name="section-change"),
]
