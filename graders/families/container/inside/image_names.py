"""The parts of an image's name, and whether it may change behind one's back."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ImageName:
    """``registry/repository:tag@digest``; what is left out is empty."""

    repository: str
    tag: str
    digest: str

    @property
    def short(self) -> str:
        """The last part of the repository: ``redis`` of ``docker.io/library/redis``."""
        return self.repository.rsplit("/", 1)[-1]

    @property
    def is_floating(self) -> bool:
        """Could the same name be another image tomorrow?"""
        return not self.digest and self.tag in ("", "latest")


def read_image(text: str) -> ImageName:
    """Take a name apart; a colon before the last slash is a port."""
    rest, _, digest = text.partition("@")
    slash = rest.rfind("/")
    colon = rest.rfind(":")
    if colon > slash:
        return ImageName(rest[:colon], rest[colon + 1 :], digest)
    return ImageName(rest, "", digest)


def why_floating(text: str) -> str:
    """The sentence about a floating name, or nothing."""
    name = read_image(text)
    if not name.is_floating:
        return ""
    if name.tag:
        return f"{text} is another image tomorrow: its tag is latest"
    return f"{text} has no tag, which means latest"
