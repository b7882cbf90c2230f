"""Pages of comparisons: what they say, what they cost, what they never show."""

import io
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portal.marking.models import Plan
from portal.similarity import services
from portal.similarity.models import Comparison, Pair
from tests.factories.alike import a_pair
from tests.factories.grading import a_course, an_assignment, an_enrollment

TREACHEROUS = "x = '<script>alert(1)</script>' # Alice wrote this\n" * 40
OF_LIST, OF_PAIR, OF_RUNS = 9, 9, 7


@pytest.fixture
def lab(db):
    return an_assignment(a_course("w251"))


@pytest.fixture
def tara(lab):
    return an_enrollment(lab.course, "Tara", "grader").user


@pytest.fixture
def ines(lab):
    return an_enrollment(lab.course, "Ines", "instructor").user


@pytest.fixture
def pair(lab, tara):
    people = [an_enrollment(lab.course, name) for name in ("Alice", "Bob")]
    return a_pair(lab, *people, files=TREACHEROUS)


def at(name, thing):
    return reverse(f"similarity:{name}", args=[thing.public_id])


def table(comparison, shape="csv"):
    return reverse("similarity:file", args=[comparison.public_id, shape])


def text_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_staff_start_a_comparison_once_and_see_it_wait(lab, tara, signed_in):
    browser = signed_in(tara)
    assert "Nothing compared yet" in text_of(browser.get(at("runs", lab)))

    browser.post(at("start", lab), {"with_earlier": "on"})
    assert browser.post(at("start", lab)).status_code == 409

    run = Comparison.objects.get()
    assert (run.with_earlier, run.asked_by, run.state) == (True, tara, "waiting")
    assert "On its way" in text_of(browser.get(at("runs", lab)))


def test_a_comparison_ranks_its_pairs_and_says_it_is_advice(lab, pair, tara, signed_in):
    text = text_of(signed_in(tara).get(at("comparison", pair.comparison)))
    assert "no score is touched" in text
    assert "Alice" in text and "Bob" in text
    assert "90&nbsp;%" in text and "45&nbsp;%" in text
    assert "above 70&nbsp;%" in text
    assert text_of(signed_in(tara).get(at("runs", lab)))


def test_a_page_of_pairs_costs_the_same_at_any_size(
    lab, tara, signed_in, django_assert_num_queries
):
    people = [an_enrollment(lab.course) for _ in range(2)]
    pair = a_pair(lab, *people)
    browser = signed_in(tara)
    address = at("comparison", pair.comparison)
    for first, last in ((2, 2), (3, 30), (31, 120)):
        rows = [copy_of(pair, place) for place in range(first, last + 1)]
        Pair.objects.bulk_create(rows)
        with django_assert_num_queries(OF_LIST):
            text = text_of(browser.get(address))

    assert "Page 1 of 3" in text
    assert "Page 3 of 3" in text_of(browser.get(f"{address}?page=99"))
    with django_assert_num_queries(OF_PAIR):
        text_of(browser.get(at("pair", pair)))
    with django_assert_num_queries(OF_RUNS):
        text_of(browser.get(at("runs", lab)))


def copy_of(pair, place):
    same = {field.attname: getattr(pair, field.attname) for field in Pair._meta.fields}
    return Pair(**{**same, "id": None, "public_id": uuid4(), "place": place})


def test_both_sides_carry_the_number_of_their_match_in_text(pair, tara, signed_in):
    text = text_of(signed_in(tara).get(at("pair", pair)))
    assert text.count('id="left-1"') == text.count('id="right-1"') == 1
    assert 'href="#right-2"' in text and "▸2" in text
    assert '<span class="at">4</span><span><span class="in">1</span></span>' in text


def test_code_is_escaped_and_never_runs(pair, tara, signed_in):
    text = text_of(signed_in(tara).get(at("pair", pair)))
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_files_are_chosen_and_nonsense_chooses_the_best(lab, tara, signed_in):
    people = [an_enrollment(lab.course) for _ in range(2)]
    files = {"main.py": "a = 1\n" * 40, "other.py": "b = 2\n" * 3}
    pair = a_pair(lab, *people, files=files)
    browser = signed_in(tara)
    address = at("pair", pair)

    assert "Nothing in common between these two" in text_of(
        browser.get(f"{address}?left=1&right=1")
    )
    for odd in ("?left=9", "?left=-1", "?left=²", "?left=abc&right="):
        assert 'id="left-1"' in text_of(browser.get(address + odd))


def test_a_note_is_added_and_the_pair_leaves_the_dashboard(pair, lab, tara, signed_in):
    browser = signed_in(tara)
    dashboard = reverse("staff:dashboard", args=[lab.course.public_id])
    assert "code that is alike" in text_of(browser.get(dashboard))
    address = at("comparison", pair.comparison) + "?state=open"
    assert address in text_of(browser.get(dashboard))

    said = {"state": "nothing", "text": "Both quote <the> lecture."}
    browser.post(at("note", pair), said)

    text = text_of(browser.get(at("pair", pair)))
    assert "Both quote &lt;the&gt; lecture." in text and "Tara" in text
    assert "code that is alike" not in text_of(browser.get(dashboard))
    assert browser.post(at("note", pair), {**said, "text": " "}).status_code == 400
    assert browser.post(at("note", pair), {**said, "state": "x"}).status_code == 400


def test_a_threshold_is_the_instructors(pair, lab, tara, ines, signed_in):
    assert (
        signed_in(tara).post(at("threshold", lab), {"percent": "95"}).status_code == 403
    )
    assert (
        signed_in(ines).post(at("threshold", lab), {"percent": "0"}).status_code == 400
    )
    signed_in(ines).post(at("threshold", lab), {"percent": "95"})

    dashboard = reverse("staff:dashboard", args=[lab.course.public_id])
    assert "code that is alike" not in text_of(signed_in(tara).get(dashboard))


def test_blind_hides_names_also_in_files_and_instructors_look_behind(
    pair, lab, tara, ines, signed_in
):
    Plan.objects.create(assignment=lab, is_blind=True)
    for page in (at("pair", pair), at("comparison", pair.comparison)):
        for person in (tara, ines):
            text = text_of(signed_in(person).get(page))
            assert "Alice" not in text and "Bob" not in text
            assert str(pair.first.submission.public_id) not in text
    assert "Alice" not in signed_in(tara).get(table(pair.comparison)).content.decode()
    assert signed_in(tara).post(at("names", pair)).status_code == 403

    from portal.audit.models import Event

    assert "Alice" in text_of(signed_in(ines).post(at("names", pair)))
    assert Event.objects.filter(verb="similarity.names_shown").count() == 1


def test_the_table_is_safe_to_open(lab, tara, signed_in):
    people = [an_enrollment(lab.course, name) for name in ("=1+1", "Bob")]
    pair = a_pair(lab, *people)
    answer = signed_in(tara).get(table(pair.comparison))
    assert answer["Content-Type"].startswith("text/csv")
    assert "1,'=1+1,90.0,300,40,Bob,45.0,310,41,open" in answer.content.decode()
    book = signed_in(tara).get(table(pair.comparison, "xlsx")).content
    cell = load_workbook(io.BytesIO(book))["Pairs"]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert signed_in(tara).get(table(pair.comparison, "pdf")).status_code == 404


def test_names_are_text_wherever_they_stand(lab, tara, signed_in):
    name = '<b onclick="x">O\'Neil</b>; =1'
    pair = a_pair(lab, *(an_enrollment(lab.course, n) for n in (name, "Bob")))
    for page in (at("comparison", pair.comparison), at("pair", pair)):
        text = text_of(signed_in(tara).get(page))
        assert "<b onclick" not in text and "O&#x27;Neil&lt;/b&gt;" in text
    assert "; '=1" in signed_in(tara).get(table(pair.comparison)).content.decode()


def test_observers_and_staff_who_left_see_none_of_it(pair, lab, tara, signed_in):
    observer = an_enrollment(lab.course, "Ola", "observer").user
    pages = [at("runs", lab), at("pair", pair), at("comparison", pair.comparison)]
    for page in (*pages, table(pair.comparison)):
        assert signed_in(observer).get(page).status_code == 404
    lab.course.enrollments.filter(user=tara).update(is_active=False)
    for page in (*pages, table(pair.comparison)):
        assert signed_in(tara).get(page).status_code == 404


def test_students_see_nothing_of_it(pair, lab, signed_in):
    alice = signed_in(pair.first.submission.enrollment.user)
    for page in (
        reverse("student:submission", args=[pair.first.submission.public_id]),
        reverse("student:assignment", args=[lab.public_id]),
        reverse("student:course", args=[lab.course.public_id]),
        reverse("account:archive"),
    ):
        answer = alice.get(page)
        content = b"".join(answer) if answer.streaming else answer.content
        assert b"similarity" not in content.lower(), page
    assert alice.get(at("pair", pair)).status_code == 404


def test_a_failed_comparison_says_whose_move_it_is(lab, tara, signed_in):
    services.ask_for_comparison(lab, with_earlier=False, actor=tara, now=timezone.now())
    services.compare_waiting(now=timezone.now())
    text = text_of(signed_in(tara).get(at("runs", lab)))
    assert "There are not two submissions to compare yet." in text
