import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

JSON = {"Accept": "application/json"}


def send(term, browser, *names, size=10, **more):
    files = [SimpleUploadedFile(name, b"#" * size) for name in names]
    address = reverse("student:hand-in", args=[term.homework.public_id])
    return browser.post(address, {"files": files}, **more)


def test_a_hand_in_leads_to_its_page_with_a_receipt(term, signed_in):
    browser = signed_in(term.alice)
    response = send(term, browser, "train.py", "predict.py", follow=True)
    assert "Handed in: submission 6, receipt" in response.content.decode()


def test_a_script_is_told_where_to_go(term, signed_in):
    response = send(term, signed_in(term.alice), "train.py", "predict.py", headers=JSON)
    assert response.json()["location"].startswith("/submissions/")


def test_a_missing_file_is_named_to_people_and_scripts(term, signed_in):
    browser = signed_in(term.alice)
    page = send(term, browser, "train.py")
    assert page.status_code == 400
    assert "predict.py is missing" in page.content.decode()
    answer = send(term, browser, "train.py", headers=JSON).json()
    verdicts = {file["path"]: file["verdict"] for file in answer["files"]}
    assert verdicts == {"train.py": "accepted", "predict.py": "missing"}


def test_too_much_is_refused_while_it_comes(term, signed_in):
    term.homework.published_version.spec["submit"]["max_mib"] = 0.01
    type(term.homework.published_version).objects.filter(
        pk=term.homework.published_version.pk
    ).update(spec=term.homework.published_version.spec)
    response = send(term, signed_in(term.alice), "train.py", size=50_000, headers=JSON)
    assert response.status_code == 413
    assert response.json()["code"] == "too_large"


def test_an_archive_is_unpacked(term, signed_in):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("work/train.py", "x = 1\n")
        archive.writestr("work/predict.py", "x = 1\n")
    response = signed_in(term.alice).post(
        reverse("student:hand-in", args=[term.homework.public_id]),
        {"files": [SimpleUploadedFile("work.zip", packed.getvalue())]},
    )
    assert response.status_code == 302


@pytest.mark.parametrize("with_token", [False, True])
def test_without_the_forms_token_nothing_is_taken(term, signed_in, with_token):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(term.alice, backend="portal.notifications.backend.Backend")
    fields = {}
    if with_token:
        page = browser.get(
            reverse("student:assignment", args=[term.homework.public_id])
        )
        fields["csrfmiddlewaretoken"] = page.context["csrf_token"]
    files = [SimpleUploadedFile(n, b"x = 1\n") for n in ("train.py", "predict.py")]
    response = browser.post(
        reverse("student:hand-in", args=[term.homework.public_id]),
        {"files": files, **fields},
    )
    assert response.status_code == (302 if with_token else 403)


def test_strangers_sign_in_and_outsiders_find_nothing(term, signed_in, client):
    assert send(term, client, "train.py").status_code == 302
    assert send(term, signed_in(term.omar), "train.py").status_code == 404
