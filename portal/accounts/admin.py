"""People and tokens in Django's admin, to look at only."""

from django.contrib import admin

from portal.accounts.models import AccessToken, User
from portal.lib.admin import ReadOnlyAdmin


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    list_display = ("email", "name", "is_active", "is_ops", "joined_at")
    search_fields = ("email", "name")
    exclude = ("password",)


@admin.register(AccessToken)
class AccessTokenAdmin(ReadOnlyAdmin):
    list_display = ("prefix", "name", "user", "expires_at", "revoked_at")
    list_select_related = ("user",)
    exclude = ("digest",)
