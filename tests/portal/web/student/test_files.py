from django.urls import reverse


def test_own_files_come_back_exactly_as_they_were(term, signed_in):
    best = term.submissions["best"].public_id
    browser = signed_in(term.alice)
    page = browser.get(reverse("student:files", args=[best])).content.decode()
    assert "train.py" in page

    response = browser.get(reverse("student:file", args=[best, "train.py"]))
    assert b"".join(response.streaming_content) == b"print('hello')\n"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_what_is_not_there_and_what_is_not_yours_look_alike(term, signed_in):
    best = term.submissions["best"].public_id
    nothing = reverse("student:file", args=[best, "../secret"])
    assert signed_in(term.alice).get(nothing).status_code == 404
    mine = reverse("student:file", args=[best, "train.py"])
    assert signed_in(term.omar).get(mine).status_code == 404
