"""Proofs as `python -m graders check` writes them."""

from typing import Any

from django.conf import settings

from graders.spec.images import image_digest

MADE_AT = "2022-08-30T10:00:00+00:00"


def a_proof(digest: str, **changes: Any) -> dict[str, Any]:
    """A proof of the version ``digest``, made on the images that are here."""
    images = [
        {"name": name, "digest": image_digest(settings.LAB_IMAGES / name)}
        for name in ("numpy", "judge")
    ]
    proof = {
        "format": 2,
        "version": digest,
        "made_at": MADE_AT,
        "sandbox": "docker",
        "images": images,
        "reference": {
            "runs": 3,
            "points": {"mean": 98.2, "sd": 0.4, "least": 97.9, "most": 98.6},
            "seconds": {"mean": 31.0, "sd": 1.0, "least": 30.0, "most": 32.0},
        },
        "mutants": {"count": 7, "runs": 7, "most_points": 75.0},
        "failures": [],
        "warnings": [],
    }
    return {**proof, **changes}
