"""People and their access tokens."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from portal.lib.ids import PublicIdField


class UserManager(BaseUserManager["User"]):
    """Only what Django itself asks of a manager; people are made by services."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Signs in by e-mail; what they may do comes from enrollments.

    ``is_ops`` marks who runs the site; it gives no role in any course.
    """

    public_id = PublicIdField()
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200)
    # The zone instants are shown in beside the course's; "" means the course's alone.
    timezone = models.CharField(max_length=64, blank=True)
    is_active = models.BooleanField(default=True)
    is_ops = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            # One person an address, however it is written; serves sign-in too.
            models.UniqueConstraint(Lower("email"), name="accounts_user_email_unique"),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_staff(self) -> bool:
        """May open Django's admin, which is read-only here."""
        return self.is_ops

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class AccessToken(models.Model):
    """A key a person's program signs in with: hashed, scoped, expiring.

    Like a door key with a date on it: lost ones are revoked, never changed.
    """

    public_id = PublicIdField()
    user = models.ForeignKey(User, models.CASCADE, related_name="access_tokens")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=24)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)  # of "read", "submit", "staff"
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="accounts_token_expires_after_creation",
                condition=models.Q(expires_at__gt=models.F("created_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}… ({self.name})"
