"""The door to ops pages: to everybody else they are not there."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from portal.lib.errors import NotFoundError
from portal.web.requests import SignedInRequest

Rest = ParamSpec("Rest")
View = Callable[Concatenate[SignedInRequest, Rest], HttpResponse]


def ops_only(view: View[Rest]) -> View[Rest]:
    """Let only ops in; strangers sign in first, others find nothing."""

    @wraps(view)
    def guarded(
        request: SignedInRequest, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponse:
        if not request.user.is_ops:
            raise NotFoundError("There is no such page.")
        return view(request, *args, **kwargs)

    return cast(View[Rest], login_required(guarded))
