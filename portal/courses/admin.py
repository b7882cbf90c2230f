"""Courses and their people in Django's admin, to look at only."""

from django.contrib import admin

from portal.courses.models import (
    Course,
    CourseMaker,
    EnrolCode,
    Enrollment,
    Section,
    Session,
)
from portal.lib.admin import ReadOnlyAdmin


@admin.register(Course)
class CourseAdmin(ReadOnlyAdmin):
    list_display = ("slug", "term", "title", "timezone", "loaded_at")


@admin.register(Session)
class SessionAdmin(ReadOnlyAdmin):
    list_display = ("course", "unit", "title", "starts_at")
    list_select_related = ("course",)


@admin.register(Section)
class SectionAdmin(ReadOnlyAdmin):
    list_display = ("course", "name")
    list_select_related = ("course",)


@admin.register(Enrollment)
class EnrollmentAdmin(ReadOnlyAdmin):
    list_display = ("user", "course", "role", "is_active")
    list_select_related = ("user", "course")
    list_filter = ("role", "is_active")


@admin.register(EnrolCode)
class EnrolCodeAdmin(ReadOnlyAdmin):
    list_display = ("course", "role", "uses", "made_at", "revoked_at")
    list_select_related = ("course",)


@admin.register(CourseMaker)
class CourseMakerAdmin(ReadOnlyAdmin):
    list_display = ("user", "since")
    list_select_related = ("user",)
