"""Reads proofs: what trying a version's own examples found, by its digest."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from graders.spec import AssignmentSpec
from graders.spec.images import image_digest

FORMAT = 2  # graders.check.proof writes this one
LARGEST_BYTES = 4 * 2**20
NONE = "no proof"


@dataclass(frozen=True)
class ProofRead:
    """A proof that counts, or the reason why there is none."""

    proof: dict[str, Any] | None
    refusal: str = ""


@dataclass(frozen=True)
class Figures:
    """What a proof says in short."""

    made_at: datetime
    images: tuple[tuple[str, str], ...]  # name and digest; the students' is the first
    runs: int
    points: float  # of the reference, on average
    points_sd: float
    seconds: float
    mutants: int
    mutants_most: float  # points
    warnings: int


class ProofError(ValueError):
    """A proof that does not count; the text says why."""


def read_proof(spec: AssignmentSpec, folders: Iterable[Path]) -> ProofRead:
    """Return the newest proof of ``spec`` that counts, or why none does.

    One made on another lab image than this site has says nothing of this one.
    """
    found: list[dict[str, Any]] = []
    refusals: list[str] = []
    for folder in folders:
        path = folder / f"{spec.digest}.json"
        if not path.is_file():
            continue
        try:
            proof = _read(path)
            _check(proof, spec)
            found.append(proof)
        except ProofError as error:
            refusals.append(str(error))
    if found:
        return ProofRead(max(found, key=lambda proof: figures_of(proof).made_at))
    return ProofRead(None, refusals[0] if refusals else NONE)


def figures_of(proof: Mapping[str, Any]) -> Figures:
    """Return what ``proof`` says in short; raise ProofError when it doesn't."""
    try:
        reference, mutants = proof["reference"], proof["mutants"]
        made_at = datetime.fromisoformat(proof["made_at"])
        if made_at.tzinfo is None:
            raise ValueError("an instant needs a zone")
        if not proof["images"]:
            raise ValueError("it was made on some image")
        return Figures(
            made_at=made_at,
            images=tuple((str(i["name"]), str(i["digest"])) for i in proof["images"]),
            runs=int(reference["runs"]),
            points=float(reference["points"]["mean"]),
            points_sd=float(reference["points"]["sd"] or 0.0),
            seconds=float(reference["seconds"]["mean"]),
            mutants=int(mutants["count"]),
            mutants_most=float(mutants["most_points"]),
            warnings=len(proof["warnings"]),
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise ProofError("its proof is not whole") from error


def stale_images(figures: Figures) -> tuple[str, ...]:
    """Return the images that this site has in another form than the proof was on."""
    images = settings.LAB_IMAGES
    return tuple(n for n, digest in figures.images if digest != _digest(n, images))


def _read(path: Path) -> dict[str, Any]:
    if path.is_symlink() or path.stat().st_size > LARGEST_BYTES:
        raise ProofError("its proof is a link, or too large")
    try:
        proof = json.loads(path.read_bytes())
        text = json.dumps(proof, allow_nan=False)
    except (ValueError, RecursionError) as error:
        raise ProofError("its proof cannot be read") from error
    if not isinstance(proof, dict) or "\\u0000" in text:  # no database keeps a NUL
        raise ProofError("its proof cannot be read")
    return proof


def _check(proof: dict[str, Any], spec: AssignmentSpec) -> None:
    """What ran without isolation, or elsewhere, proves nothing about this."""
    if proof.get("format") != FORMAT:
        raise ProofError("its proof is of an older kind, or a newer one")
    if proof.get("version") != spec.digest:
        raise ProofError("its proof speaks of another version")
    if proof.get("sandbox") != "docker":
        raise ProofError("its proof is from a sandbox that protects nothing")
    if proof.get("failures") != []:
        raise ProofError("its proof tells of failures")
    figures = figures_of(proof)
    made_on = dict(figures.images)
    for name in (spec.grade.image, spec.grade.judge_image):
        if name not in made_on:
            raise ProofError(f"its proof was not made on the lab image {name}")
    for name in stale_images(figures):
        digest = made_on[name][:12]
        raise ProofError(f"its proof was made on another lab image {name}, {digest}")


def _digest(name: str, images: Path) -> str:
    """The image as it is here; nothing matches one that is not."""
    is_here = name.replace("-", "").replace("_", "").isalnum()
    folder = images / name
    return image_digest(folder) if is_here and folder.is_dir() else ""
