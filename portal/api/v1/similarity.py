"""Code that is alike: comparisons and their pairs, to be read by staff."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from portal.accounts.models import User
from portal.api.v1.describe import answers, describe, paged
from portal.api.v1.pages import page_of
from portal.api.v1.shapes.similarity import ComparisonShape, PairShape
from portal.api.v1.view import ApiView
from portal.similarity.access import get_compared_assignment, get_comparison
from portal.similarity.models import Comparison, Pair
from portal.similarity.selectors import (
    Face,
    comparisons_of,
    faces_of,
    is_blind,
    pairs_of,
)

STAFF = {"GET": "staff"}


class ComparisonsView(ApiView):
    """The comparisons of an assignment."""

    scopes = STAFF

    @describe("comparisons_list", responses=answers(paged(ComparisonShape), 404))
    def get(self, request: Request, public_id: UUID) -> Response:
        """List an assignment's comparisons, newest first; for staff of the course."""
        assignment = get_compared_assignment(self.viewer, public_id)
        return page_of(
            comparisons_of(assignment),
            request,
            ordering=("-pk",),
            shape=lambda found: [_shaped(one) for one in found],
        )


class PairsView(ApiView):
    """The pairs of a comparison."""

    scopes = STAFF

    @describe("similar_pairs_list", responses=answers(paged(PairShape), 404))
    def get(self, request: Request, public_id: UUID) -> Response:
        """List a comparison's pairs, the most alike first; for staff of the course."""
        comparison = get_comparison(self.viewer, public_id)
        return page_of(
            pairs_of(comparison),
            request,
            ordering=("place",),
            shape=lambda found: _pairs(found, comparison, self.viewer),
        )


def _shaped(one: Comparison) -> Any:
    one.pairs_url = reverse(  # type: ignore[attr-defined]
        "api-v1:similar-pairs", args=[one.public_id]
    )
    return ComparisonShape(one).data


def _pairs(found: Sequence[Pair], comparison: Comparison, viewer: User) -> Any:
    blind = is_blind(comparison.assignment)
    submissions = [side.submission for one in found for side in (one.first, one.second)]
    faces = faces_of(submissions, comparison.assignment, viewer, is_blind=blind)
    rows = [
        {
            "public_id": one.public_id,
            "place": one.place,
            "state": one.case.state,
            "sides": [
                _side(one.side(number), faces, is_blind=blind) for number in (0, 1)
            ],
        }
        for one in found
    ]
    return PairShape(rows, many=True).data


def _side(side: dict[str, Any], faces: Any, *, is_blind: bool) -> dict[str, Any]:
    submission = side.pop("entry").submission
    face: Face = faces[submission.pk]
    is_open = face.is_known and not is_blind
    return {
        **side,
        "name": face.name,
        "term": face.term,
        "submission": submission.public_id if is_open else None,
    }
