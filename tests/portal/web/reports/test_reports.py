"""What is taken away: true to the report, and no more than the viewer may know."""

import io
import json
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from graders.check.bundle import read_source
from portal.assignments.models import AssignmentVersion, VersionFile
from portal.grading.models import JobArtifact, Report
from portal.lib import store
from portal.submissions.services import record_artifacts
from portal.web.reports import bundle


def taken(term, browser, what, name="best"):
    key = [term.submissions[name].public_id]
    return browser.get(reverse(f"student:{what}", args=key))


def as_json(term, browser, name="best"):
    return json.loads(taken(term, browser, "report", name).content)


def unpacked(term, browser, name="best"):
    response = taken(term, browser, "bundle", name)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert archive.testzip() is None
    return {entry: archive.read(entry) for entry in archive.namelist()}


def test_the_report_is_what_gradescope_reads(term, signed_in):
    found = as_json(term, signed_in(term.alice))
    assert (found["score"], found["max_score"]) == (71.0, 100.0)
    tests = {one["extra_data"]["check"]: one for one in found["tests"]}
    accuracy = tests["accuracy"]
    assert (accuracy["score"], accuracy["max_score"]) == (61.0, 70.0)
    assert accuracy["status"] == "failed" and accuracy["visibility"] == "visible"
    assert "Expected: 0.9700 for all points" in accuracy["output"]
    assert "Got: 0.9610, median of 3 seeds" in accuracy["output"]
    assert tests["shape"]["status"] == "passed"
    assert found["leaderboard"] == [
        {"name": "Accuracy on unseen images", "value": 0.961, "order": "desc"}
    ]
    extra = found["extra_data"]
    assert extra["seeds"] == [101, 102, 103]
    assert extra["image"]["digest"].startswith("9f1c04")
    assert extra["version"] == term.homework.published_version.digest
    assert {m["name"] for m in extra["measurements"]} == {"accuracy", "training-time"}


def test_what_is_shown_later_has_neither_points_nor_status(term, signed_in):
    found = as_json(term, signed_in(term.alice))
    robust = next(t for t in found["tests"] if t["extra_data"]["check"] == "robust")
    assert robust["visibility"] == "after_due_date"
    assert not {"score", "status"} & set(robust)
    assert robust["output"] == "" and robust["extra_data"]["state"] == "later"
    note = next(t for t in found["tests"] if t["extra_data"]["check"] == "note")
    assert not {"score", "status"} & set(note)


def test_staffs_part_is_for_staff(term, signed_in):
    Report.objects.update(
        flags=[
            {"check": "accuracy", "sentence": "Faster than the reference ever was."}
        ],
        staff_note="the judge says",
        environment={"cpu": "secret-cpu"},
    )
    for what in ("flags", "staff_note", "environment"):
        assert what not in as_json(term, signed_in(term.alice))["extra_data"]
        assert what in as_json(term, signed_in(term.tara))["extra_data"]
    text = b"".join(unpacked(term, signed_in(term.alice)).values())
    assert b"the judge says" not in text and b"secret-cpu" not in text
    assert b"ever was" not in text


def test_flags_are_on_the_page_for_staff_only(term, signed_in):
    sentence = "Faster than the reference ever was."
    Report.objects.update(flags=[{"check": "accuracy", "sentence": sentence}])
    page = reverse("student:submission", args=[term.submissions["best"].public_id])
    seen = signed_in(term.tara).get(page).content.decode()
    assert "People should look" in seen and sentence in seen
    assert sentence not in signed_in(term.alice).get(page).content.decode()


def test_series_are_in_it_as_far_as_their_check_is_shown(term, signed_in):
    rows = [[1.0, 2.0]]
    Report.objects.update(
        series=[
            {"name": n, "check": c, "columns": ["a", "b"], "rows": rows}
            for n, c in (("latency", "accuracy"), ("noise", "robust"))
        ]
    )
    alice = as_json(term, signed_in(term.alice))["extra_data"]["series"]
    tara = as_json(term, signed_in(term.tara))["extra_data"]["series"]
    assert [one["name"] for one in alice] == ["latency"]
    assert [one["name"] for one in tara] == ["latency", "noise"]


def test_a_report_without_a_score_is_one_too(term, signed_in):
    found = as_json(term, signed_in(term.alice), "ungradable")
    assert found["score"] == 0.0 and found["tests"] == []
    assert "no module named 'cv2'" in found["output"]


@pytest.fixture
def with_data(term):
    """Give the version public data, and files that are the judge's."""
    version = AssignmentVersion.objects.get(pk=term.homework.published_version_id)
    for path, role in (("starter/data/train.npz", "public"), ("judge.py", "judge")):
        kept = store.put_bytes(path.encode())
        VersionFile.objects.get_or_create(
            version=version,
            path=path,
            defaults={"role": role, "sha256": kept.sha256, "size": kept.size},
        )
        entry = {"path": path, "sha256": kept.sha256, "size": kept.size, "role": role}
        version.spec["files"].append(entry)
    version.save()
    return version


def test_the_bundle_has_what_it_takes_and_nothing_hidden(term, signed_in, with_data):
    files = unpacked(term, signed_in(term.alice))
    names = {name.removeprefix("hw05-4/") for name in files}
    assert {
        "README.md",
        "assay.json",
        "assignment.md",
        "report.json",
        "environment.json",
        "starter/data/train.npz",
        "logs/train-1.log",
        "logs/metrics-1.jsonl",
    } <= names
    assert any(name.startswith("submission/") for name in names)
    assert not any("judge" in name or "hidden" in name for name in names)
    spec = json.loads(files["hw05-4/assay.json"])["spec"]
    assert "judge.py" not in json.dumps(spec)
    assert files["hw05-4/starter/data/train.npz"] == b"starter/data/train.npz"


def test_its_command_is_the_one_on_the_page(term, signed_in):
    browser = signed_in(term.alice)
    readme = unpacked(term, browser)["hw05-4/README.md"].decode()
    command = (
        "python -m graders grade hw05-4 --only-public "
        "--image numpy@sha256:9f1c04aaaaaa --seed 101 --seed 102 --seed 103"
    )
    assert command in readme
    page = reverse("student:submission", args=[term.submissions["best"].public_id])
    assert command in browser.get(page).content.decode()
    staff = signed_in(term.tara).get(page).content.decode()
    assert "python -m graders grade ASSIGNMENT hw05-4/submission" in staff
    assert "ASSIGNMENT" not in readme


def test_the_command_line_reads_the_bundle(term, signed_in, tmp_path, with_data):
    for name, content in unpacked(term, signed_in(term.alice)).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    source = read_source(tmp_path / "hw05-4", None)
    assert source.is_bundle and source.spec.slug == "hw05"
    assert source.spec.grade.family == "training"
    assert [file.path for file in source.spec.files] == ["starter/data/train.npz"]
    assert (source.submission / "train.py").is_file()


def test_what_trainings_practised_on_is_in_it_and_found_again(
    term, signed_in, tmp_path
):
    job = term.jobs["best"]
    for name in ("practice-1.npz", "model-1.npz"):
        kept = store.put_bytes(name.encode())
        artifact = record_artifacts([kept], now=timezone.now())[kept.sha256]
        made = {"attempt": job.attempt, "name": name, "artifact": artifact}
        JobArtifact.objects.create(job=job, is_public=True, **made)
    for name, content in unpacked(term, signed_in(term.alice)).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (drawn,) = read_source(tmp_path / "hw05-4", None).practice
    assert drawn.read_bytes() == b"practice-1.npz"


def test_logs_of_hidden_stages_are_in_staffs_bundle_only(term, signed_in):
    job = term.jobs["best"]
    job.stage_logs.filter(stage="train-1").update(is_public=False)
    log = "hw05-4/logs/train-1.log"
    assert log not in unpacked(term, signed_in(term.alice))
    assert log in unpacked(term, signed_in(term.tara))


def test_a_large_file_is_sent_in_pieces_and_never_whole(term, signed_in, monkeypatch):
    whole = bytes(range(256)) * 40_000  # 10 MB that compress badly in small pieces
    monkeypatch.setattr(bundle, "PIECE", 64 * 1024)
    monkeypatch.setattr(bundle, "files_of", lambda submission: [])
    monkeypatch.setattr(bundle, "version_files", lambda *roles: [Data])
    Data.sha256 = store.put_bytes(whole).sha256
    response = taken(term, signed_in(term.alice), "bundle")
    sizes = [len(piece) for piece in response.streaming_content]
    assert len(sizes) > 20 and max(sizes) < 512 * 1024


class Data:
    path = "starter/data/large.bin"
    sha256 = ""


@pytest.mark.parametrize("what", ["report", "bundle"])
def test_before_there_is_a_report_there_is_nothing_to_take(term, signed_in, what):
    assert taken(term, signed_in(term.alice), what, "queued").status_code == 404
    assert taken(term, signed_in(term.omar), what).status_code == 404
