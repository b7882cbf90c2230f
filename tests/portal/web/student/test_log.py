from django.urls import reverse


def test_the_whole_log_is_a_download(term, signed_in):
    address = reverse("student:log", args=[term.submissions["best"].public_id])
    response = signed_in(term.alice).get(address)
    content = b"".join(response.streaming_content)
    assert content.startswith(b"--- train-1\nseed 1  epoch  1")
    assert response["Content-Type"].startswith("text/plain")
    assert "attachment" in response["Content-Disposition"]
