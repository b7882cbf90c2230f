"""Pure rules of grades: values in, values out, and a trail that says why."""

from portal.gradebook.policy.categories import (
    CategoryGrade,
    CategoryRules,
    Part,
    grade_category,
    percent,
)
from portal.gradebook.policy.counting import Candidate, counting
from portal.gradebook.policy.course import (
    CourseGrade,
    CourseRules,
    FinalRules,
    grade_course,
    letter_of,
    rounded,
    total,
)
from portal.gradebook.policy.items import Cap, ItemRules, worth
from portal.gradebook.policy.late import kept_share, paid_work
from portal.gradebook.policy.ledger import Grade, Line, fold, standing
from portal.gradebook.policy.slip import Group, best_use

__all__ = [
    "Candidate",
    "Cap",
    "CategoryGrade",
    "CategoryRules",
    "CourseGrade",
    "CourseRules",
    "FinalRules",
    "Grade",
    "Group",
    "ItemRules",
    "Line",
    "Part",
    "best_use",
    "counting",
    "fold",
    "grade_category",
    "grade_course",
    "kept_share",
    "letter_of",
    "paid_work",
    "percent",
    "rounded",
    "standing",
    "total",
    "worth",
]
