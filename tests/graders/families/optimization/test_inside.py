"""What the family's own programs do with good, bad and hostile models."""

import pytest

pytestmark = pytest.mark.docker
REFUSALS = {
    "empty": "holds no whole graph",
    "text": "cut off, or something else",
    "cut-off": "cut off, or something else",
    "cut-early": "cut off, or something else",
    "zip": "is a zip archive",
    "pickle": "is a pickle",
    "too-large": "at most 4 MiB are taken",
    "old-opset": "The operator set is 9; 13 to 21 are taken",
    "new-opset": "The operator set is 25; 13 to 21 are taken",
    "no-opset": "holds no whole graph",
    "fixed-batch": "has a fixed batch of 64",
    "external": "lies in another file",
    "half-external": "lies in another file",
    "custom": "The operator Magic of the domain my.own is not a standard one",
    "microsoft": "of the domain com.microsoft is not a standard one",
    "function": "defines functions",
    "branch": "branches or loops",
    "sparse": "sparse tensors",
    "two-inputs": "The model has 2 inputs",
    "double": "not a valid model",
    "lying-tensor": "not a valid model",
    "dangling": "not a valid model",
    "many-nodes": "2000 are taken",
    "unknown-shape": "cannot be inferred",
    "wide-tensor": "holds UINT16; that is not taken",
    "other-input": "The input's shape is n x 5; it must be n x 4",
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_bad_file_gets_a_sentence(name, in_image):
    assert REFUSALS[name] in in_image("refusing")[name]


def test_a_sound_file_is_taken(in_image):
    assert in_image("refusing")["sound"] == "taken"


def test_eight_bits_are_seen_in_numbers_and_in_operations(in_image):
    found = in_image("counting")["quantised"]
    assert found["int8"] == 1.0 and found["compute"] == 1.0
    assert found["operations"] == 2 * (4 * 30 + 30 * 3)


def test_constants_are_counted_like_initializers(in_image):
    found = in_image("counting")["constant"]
    assert found["numbers"] == 4 * 30 + 30 * 3 and found["int8"] == 0.0
    assert found["zero"] == pytest.approx(90 / 210)


def test_small_weights_alone_are_no_computation_in_8_bits(in_image):
    found = in_image("counting")["weights-only"]
    assert found["int8"] > 0.5 and found["compute"] == 0.0


def test_sixteen_bits_are_not_eight(in_image):
    assert in_image("counting")["sixteen"]["compute"] == 0.0


def test_facts_survive_their_way_to_the_judge(in_image):
    assert in_image("counting")["survives"] is True


def test_an_engine_answers_rows_with_scores(in_image):
    found = in_image("executing")
    for step in ("loads", "puts", "runs"):
        assert found[step] == {"value": None}
    assert found["right"] and found["shape"] == [5, 3]
    before, peak = found["memory"]
    assert 0 < before <= peak


def test_an_old_answer_is_never_fetched_again(in_image):
    found = in_image("executing")
    assert "KeyError" in found["before-run"]["error"]
    assert "KeyError" in found["forgotten"]["error"]


def test_an_engine_says_why_it_cannot(in_image):
    found = in_image("executing")
    for step in ("nonsense", "mismatch", "wrong-width", "far-slot"):
        assert found[step]["error"]


def test_nan_never_reaches_a_comparison(in_image):
    assert in_image("executing")["nan"] == "refused"


def test_the_same_batch_has_the_same_answer_on_one_thread(in_image):
    found = in_image("executing")
    assert found["twice"] is True and found["threads"] == 1


def test_every_hidden_row_is_asked_once_in_batches_of_many_sizes(in_image):
    found = in_image("measuring")
    assert found["covered"] is True and found["sizes"] > 4


def test_answers_of_timed_calls_count(in_image):
    found = in_image("measuring")["Honest"]
    assert found["mixed"] == found["timed"] == 1.0
    assert found["rows"] == 64 * 2 * (2 + 5 * 2)
    assert found["ratios"] == 5


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Lazy", "same label again"),
        ("Moody", "two answers to the same batch"),
        ("Stiff", "rows failed: RuntimeException"),
    ],
)
def test_a_model_that_plays_games_fails(who, said, in_image):
    assert said in in_image("measuring")[who]["failed"]


def test_an_honest_result_is_not_flagged_and_measured_once(in_image):
    found = in_image("flagging")["usual"]
    assert found["flags"] == []
    wanted = ["accuracy", "latency_ratio", "latency_s", "accuracy_kept"]
    assert found["names"] == wanted
    assert found["repeated"] == ["latency_ratio", "latency_s"]


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("clairvoyant", "too good for a compressed one"),
        ("instant", "is too good"),
        ("impossible", "moving and computing that much takes"),
    ],
)
def test_what_is_too_good_is_flagged_for_people(who, said, in_image):
    assert any(said in flag for flag in in_image("flagging")[who]["flags"])


@pytest.mark.parametrize(
    ("who", "said", "state"),
    [
        ("right", [2, 3], ""),
        ("short", "scores of shape (1, 3) for 2 rows", ""),
        ("wide", "scores of shape (2, 4) for 2 rows", ""),
        ("text", "scores of shape None for 2 rows", ""),
        ("nan", "NaN or infinity among the scores", ""),
        ("error", "RuntimeException: Node  failed", ""),
        ("gone", "The engine ended while it executed the model.", "gone"),
        (
            "late",
            "The model was still computing when its time was over.",
            "timeout",
        ),
    ],
)
def test_the_judge_believes_no_answer_unseen(who, said, state, in_image):
    assert in_image("asking")[who] == {"said": said, "state": state}
