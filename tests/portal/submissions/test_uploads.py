"""Requests that carry too much are left unread."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from portal.lib.errors import InvalidError
from portal.submissions.rules import MIB
from portal.submissions.uploads import limit_upload


def request_with(content: bytes, limit: int):
    file = SimpleUploadedFile("train.py", content)
    request = RequestFactory().post("/", {"files": file})
    limit_upload(request, limit)
    return request


def test_what_fits_comes_whole():
    request = request_with(b"x" * MIB, MIB)
    assert request.FILES["files"].size == MIB


def test_one_byte_more_is_refused_with_a_sentence():
    request = request_with(b"x" * (MIB + 1), MIB)
    with pytest.raises(InvalidError, match="more than 1 MiB") as caught:
        _ = request.FILES
    assert caught.value.code == "too_large"


def test_what_is_announced_as_too_large_is_refused_unread(monkeypatch):
    monkeypatch.setattr("portal.submissions.uploads.DRAIN_BYTES", 0)
    request = request_with(b"x" * 3 * MIB, MIB)
    with pytest.raises(InvalidError, match="more than 1 MiB"):
        _ = request.FILES
    assert len(request.read()) >= 3 * MIB


def test_a_refused_body_is_read_to_a_limit_only(monkeypatch):
    monkeypatch.setattr("portal.submissions.uploads.DRAIN_BYTES", MIB)
    request = request_with(b"x" * 4 * MIB, MIB)
    with pytest.raises(InvalidError):
        _ = request.FILES
    assert len(request.read()) >= 3 * MIB


def test_the_site_has_a_limit_of_its_own(settings):
    settings.MAX_UPLOAD_MIB = 1
    request = request_with(b"x" * (MIB + 1), 100 * MIB)
    with pytest.raises(InvalidError):
        _ = request.FILES
