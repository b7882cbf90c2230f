"""What images do when they run: said by an author, never taken from a hand-in."""

import fnmatch
from dataclasses import dataclass, field
from typing import Callable, Mapping, Optional, Sequence, Tuple

from .image_names import read_image

Environment = Mapping[str, str]


def nothing(environment: Environment) -> Sequence[str]:
    """A program that needs nobody."""
    return ()


@dataclass(frozen=True)
class Program:
    """A program in an image; ``images`` are patterns such as ``*/api`` or ``redis``.

    ``needs`` says from the environment which addresses (``host:port``) it must reach;
    the paths in ``dependent`` answer 503 while it doesn't.
    """

    name: str
    images: Tuple[str, ...]
    listens: Tuple[int, ...] = ()
    paths: Mapping[str, int] = field(default_factory=dict)
    starts_s: int = 2
    memory_mib: int = 32
    is_root: bool = True
    needs: Callable[[Environment], Sequence[str]] = nothing
    dependent: Tuple[str, ...] = ()
    exits_without: bool = False

    def is_in(self, image: str) -> bool:
        """Is this what runs in an image of this name?"""
        name = read_image(image)
        return any(
            fnmatch.fnmatchcase(each, pattern)
            for pattern in self.images
            for each in (name.repository, name.short)
        )


def program_in(programs: Sequence[Program], image: str) -> Optional[Program]:
    """The program in an image, or nothing where nobody could pull it."""
    return next((each for each in programs if each.is_in(image)), None)
