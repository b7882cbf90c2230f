"""The only doors to a runner: ops see them all, nobody else any."""

from uuid import UUID

from django.db.models import QuerySet

from portal.accounts.models import User
from portal.lib.errors import NotFoundError
from portal.runners.models import Runner
from portal.runners.selectors import runners


def visible_runners(viewer: User) -> QuerySet[Runner]:
    """Return the fleet for ops, nothing for anybody else."""
    return runners() if viewer.is_ops else Runner.objects.none()


def get_runner(viewer: User, public_id: UUID) -> Runner:
    """Return the runner, or NotFoundError whether hidden or absent."""
    runner = visible_runners(viewer).filter(public_id=public_id).first()
    if runner is None:
        raise NotFoundError("No such runner.")
    return runner
