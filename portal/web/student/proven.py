"""What staff read of an assignment's proof, in one line."""

from dataclasses import dataclass
from datetime import datetime

from portal.assignments.models import AssignmentVersion
from portal.assignments.proofs import ProofError, figures_of, stale_images


@dataclass(frozen=True)
class Proven:
    """When and on what the version was tried, and how that went."""

    made_at: datetime
    image: str
    image_digest: str
    reference: str
    mutants: str
    warnings: int
    changed: tuple[str, ...]  # images of this site that are others by now


def proven_of(version: AssignmentVersion) -> Proven | None:
    """Return the proof's figures, or None where there are none to show."""
    if version.proof is None:
        return None
    try:
        figures = figures_of(version.proof)
    except ProofError:
        return None
    image, digest = figures.images[0]
    spread = f" ± {figures.points_sd:.1f}" if figures.points_sd >= 0.05 else ""
    count = figures.mutants
    return Proven(
        made_at=figures.made_at,
        image=image,
        image_digest=digest,
        reference=f"{figures.points:.1f}{spread} in {figures.runs} runs",
        mutants=f"{count} mutants, none above {figures.mutants_most:g}"
        if count
        else "no mutants",
        warnings=figures.warnings,
        changed=stale_images(figures),
    )
