"""What one page asks several times is asked once: a memo that lives for one GET.

Off wherever it is not switched on: tasks, commands, the API, answers to a POST and
whoever waits for a change ask anew each time. Never for rows that the page writes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

P = ParamSpec("P")
R = TypeVar("R")

_memo: ContextVar[dict[Any, Any] | None] = ContextVar("memo", default=None)


@contextmanager
def one_page() -> Iterator[None]:
    """Let reads marked ``once`` remember what they found until this ends."""
    before = _memo.set({})
    try:
        yield
    finally:
        _memo.reset(before)


def once(read: Callable[P, R]) -> Callable[P, R]:
    """Mark a read whose answer is one for a whole page; nobody may change it.

    Its arguments are hashable: a row is known by its model and number.
    """

    @wraps(read)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        memo = _memo.get()
        if memo is None:
            return read(*args, **kwargs)
        key = (read, args, frozenset(kwargs.items()))
        if key not in memo:
            memo[key] = read(*args, **kwargs)
        answer: R = memo[key]
        return answer

    return asked


class OncePerPage:
    """Switches the memo on for a GET of a page, and for nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "GET" or request.path.startswith("/api/"):
            return self.get_response(request)
        with one_page():
            return self.get_response(request)
