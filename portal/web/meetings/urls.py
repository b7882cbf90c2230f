"""Addresses of the pages about what happens in class."""

from django.urls import path

from portal.web.meetings import attendance, ratings, register, slots

app_name = "meetings"
ASSIGNMENT = "assignments/<uuid:public_id>"
urlpatterns = [
    path(f"{ASSIGNMENT}/attendance/", attendance.show, name="attendance"),
    path(f"{ASSIGNMENT}/attendance/own/", attendance.own, name="own-attendance"),
    path(
        f"{ASSIGNMENT}/attendance/file/<slug:shape>/",
        attendance.send,
        name="attendance-file",
    ),
    path(f"{ASSIGNMENT}/attendance/<int:unit>/", register.show, name="register"),
    path("marks/<uuid:public_id>/undo/", register.undo, name="mark-undo"),
    path(f"{ASSIGNMENT}/slots/open/", slots.open_one, name="slot-open"),
    path("slots/<uuid:public_id>/close/", slots.close, name="slot-close"),
    path("slots/<uuid:public_id>/take/", slots.take, name="slot-take"),
    path("slots/<uuid:public_id>/assign/", slots.assign, name="slot-assign"),
    path("places/<uuid:public_id>/leave/", slots.leave, name="place-leave"),
    path(f"{ASSIGNMENT}/rating/", ratings.rate, name="rating"),
    path(f"{ASSIGNMENT}/ratings/", ratings.show, name="ratings"),
    path(f"{ASSIGNMENT}/ratings/enter/", ratings.enter, name="ratings-enter"),
]
