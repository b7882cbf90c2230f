"""What files of a course may say, a form asks; or it is named here with why not."""

from graders.spec.form_files import FORM_TABLES
from graders.spec.keys import ASSIGNMENT_TABLES, COURSE_TABLES, RUBRIC_TABLES
from portal.setup.course_parts import PARTS
from portal.setup.handmade import FIELDS, QUESTIONS, SECTIONS, SLOTS
from portal.setup.handmade.fields import CHECKS, DATES
from portal.web.rubric_form import CRITERION, ITEM, NOTE

# whose course it is, and when it begins; asked once, when it does
IDENTITY = {"slug", "term", "start"}
SCALE = {"scale"}  # there is one
MADE = {"teams", "points"}  # asked as two sizes; added up


def names(fields):
    return {field.name for field in fields}


def test_every_key_of_the_course_s_file():
    for table, keys in COURSE_TABLES.items():
        asked = names(PARTS[table].fields)
        left = {"course": IDENTITY, "final": SCALE | {"letters"}}.get(table, set())
        assert set(keys) - left == asked, table
    assert names(PARTS["letters"].fields) == {"letter", "percent"}


def test_every_key_of_an_assignment_without_code():
    asked = names(FIELDS) | set(DATES)
    tables = ASSIGNMENT_TABLES
    assert set(tables["assignment"]) - MADE <= asked
    assert {"max_mib", "counts"} <= asked
    assert set(tables["submit"]) == {"files", "optional", "max_mib", "quota", "counts"}
    assert set(tables["slots"]) == names(SLOTS)
    # a curve and a measure are asked as "by", "how" and "steps"; a hint and a unit stay
    kept = {"measure", "curve", "rubric", "hint", "unit"}
    assert set(tables["checks"]) - kept == names(CHECKS) - {"by", "how", "steps"}


def test_every_key_of_a_rubric():
    assert set(RUBRIC_TABLES["rubric"]) == {NOTE.name}
    assert set(RUBRIC_TABLES["criteria"]) - {"name", "items"} == names(CRITERION)
    items = set(RUBRIC_TABLES["criteria.items"]) - {"name", "points", "percent"}
    assert items | {"worth"} == names(ITEM)


def test_every_key_of_a_form_and_its_answers():
    assert set(FORM_TABLES["form"]) <= names(FIELDS)
    assert set(FORM_TABLES["sections"]) == names(SECTIONS)
    asked = names(QUESTIONS)
    assert set(FORM_TABLES["questions"]) - {"each_section"} <= asked
    assert set(FORM_TABLES["answer"]) - {"right"} | {"answer"} <= asked
