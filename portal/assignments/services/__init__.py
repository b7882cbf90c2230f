"""Every write to assignments."""

from portal.assignments.services.copy import copy_assignment, dates_of_copy
from portal.assignments.services.extension import end_extension, give_extension
from portal.assignments.services.known import known_in
from portal.assignments.services.override import (
    FIELDS,
    end_override,
    refuse_no_reason,
    set_override,
)
from portal.assignments.services.seating import Seat, seat_in_teams
from portal.assignments.services.team import (
    answer_invite,
    form_team,
    invite_to_team,
    join_team,
    leave_team,
    note_first_hand_in,
    withdraw_invite,
)
from portal.assignments.services.teams import (
    allow_any_size,
    dissolve_team,
    form_team_of,
    move_to_team,
    remove_from_team,
    take_over_teams,
)
from portal.assignments.services.version import (
    AssignmentChange,
    publish_version,
    put_in_order,
    remove_missing,
    store_files,
    sync_assignment,
)

__all__ = [
    "FIELDS",
    "AssignmentChange",
    "Seat",
    "allow_any_size",
    "answer_invite",
    "copy_assignment",
    "dates_of_copy",
    "dissolve_team",
    "end_extension",
    "end_override",
    "form_team",
    "form_team_of",
    "give_extension",
    "invite_to_team",
    "join_team",
    "known_in",
    "leave_team",
    "move_to_team",
    "note_first_hand_in",
    "publish_version",
    "put_in_order",
    "refuse_no_reason",
    "remove_from_team",
    "remove_missing",
    "seat_in_teams",
    "set_override",
    "store_files",
    "sync_assignment",
    "take_over_teams",
    "withdraw_invite",
]
