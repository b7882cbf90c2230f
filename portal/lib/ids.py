"""Opaque public ids."""

import uuid
from typing import Any

from django.db import models


class PublicIdField(models.UUIDField):  # type: ignore[type-arg]
    """A random id that may be shown; the row's own number never is."""

    def __init__(self, **options: Any) -> None:
        options = {"default": uuid.uuid4, "unique": True, "editable": False, **options}
        super().__init__(**options)
