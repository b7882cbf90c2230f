"""Every write of how a class is graded by people."""

from portal.marking.services.assess import assess, settle, undo_last
from portal.marking.services.blanks import Begun, begin_papers, take_papers_back
from portal.marking.services.dealing import (
    deal,
    deal_second,
    set_plan,
    take_back,
    unwant_second,
    want_second,
)
from portal.marking.services.phrases import keep_phrase, remove_phrase
from portal.marking.services.presence import be_present
from portal.marking.services.requests import (
    decide,
    open_request,
    reply,
    withdraw_request,
)
from portal.marking.services.rubric import apply_rubric

__all__ = [
    "Begun",
    "apply_rubric",
    "assess",
    "be_present",
    "begin_papers",
    "deal",
    "deal_second",
    "decide",
    "keep_phrase",
    "open_request",
    "remove_phrase",
    "reply",
    "set_plan",
    "settle",
    "take_back",
    "take_papers_back",
    "undo_last",
    "unwant_second",
    "want_second",
    "withdraw_request",
]
