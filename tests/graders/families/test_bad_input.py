"""Every kind of bad input that we promise a clear sentence for, and its tests."""

import ast
from pathlib import Path

import pytest

HERE = Path(__file__).parent
GRADERS = HERE.parent

TRAIN = {
    "never saves": "families/test_training.py::leaves_no_model_is_ungradable",
    "saves NaN": "families/test_training_bad_input.py::a_model_of_nan_fails",
    "saves a pickle": "families/test_training.py::not_what_was_agreed_fails_the_budget",
    "saves 10 GB": "families/test_training_bad_input.py::ten_gigabytes_of_model_end",
    "saves 10 GB of holes": "families/test_training_bad_input.py::gigabytes_of_holes",
    "too many parameters": (
        "families/test_training.py::not_what_was_agreed_fails_the_budget"
    ),
    "leaves processes behind": (
        "families/test_training_bad_input.py::processes_left_behind_end"
    ),
    "malformed metrics.jsonl": (
        "families/test_training_bad_input.py::malformed_metrics_cost_nothing"
    ),
    "is killed from outside": "families/test_killed.py::killed_student_container",
}
PREDICT = {
    "wrong shape, order or number": (
        "families/test_training_bad_input.py::another_order_number_or_shape_are_told"
    ),
    "nothing, text, objects": (
        "families/test_training.py::predictions_that_are_not_what_was_agreed"
    ),
}
ONNX = {
    "truncated, operator set, fixed shapes, external data, custom operator, zip": (
        "families/optimization/test_inside.py::a_bad_file_gets_a_sentence"
    ),
    "any of them costs nothing and is not executed": (
        "families/optimization/test_whose_move.py::no_model_costs_nothing"
    ),
    "computes for too long": (
        "families/optimization/test_whose_move.py::computes_for_too_long_is_stopped"
    ),
}
SERVER = {
    "never gets ready": "families/test_serving.py::never_ready_costs_nothing",
    "takes the wrong port": "families/test_serving.py::on_another_port_hears_which",
    "dies under load": "families/test_serving_under_load.py::dies_under_load_loses",
    "drips, never ends, nonsense with 200": (
        "families/test_serving.py::an_answer_that_is_none_fails_the_check"
    ),
    "forks": "families/test_serving_under_load.py::forks_without_end",
    "right only until the load": (
        "families/test_serving_under_load.py::right_until_the_load"
    ),
}
MACHINE = {
    "a timed reference that fails": (
        "families/test_timed.py::a_reference_that_fails_is_lab_broken"
    ),
    "a supplied model that fails": (
        "families/optimization/test_whose_move.py::supplied_model_that_is_no_model"
    ),
    "lab_broken is the staff's": "../portal/api/v1/test_submissions.py::whose_move_it",
    "only staff read why": "../portal/web/student/test_submission.py::only_staff_read",
    "too noisy for functions": "families/test_functions.py::too_noisy_to_time_anything",
    "too noisy for models": (
        "families/optimization/test_whose_move.py::too_noisy_is_nobodys_fault"
    ),
    "too noisy for servers": (
        "judge/test_late_generator.py::stays_late_blames_the_machine"
    ),
    "too crowded to train": "families/test_crowding.py::hardly_ran_on_a_crowded",
}
EVERYTHING = {**TRAIN, **PREDICT, **ONNX, **SERVER, **MACHINE}


@pytest.mark.parametrize("case", EVERYTHING)
def test_it_has_a_test_of_its_own(case):
    file, _, words = EVERYTHING[case].partition("::")
    tree = ast.parse((GRADERS / file).read_text(encoding="utf-8"))
    names = [each.name for each in tree.body if isinstance(each, ast.FunctionDef)]
    assert [name for name in names if name.startswith("test_") and words in name]
