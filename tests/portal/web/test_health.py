import pytest

from portal.web import health

pytestmark = pytest.mark.django_db


def test_it_is_alive_without_asking_anything(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200


def test_it_is_ready_when_everything_is_there(client, monkeypatch):
    monkeypatch.setattr(health, "_broker", lambda: health.OK)
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"database": "ok", "broker": "ok", "storage": "ok"}


def test_it_is_not_ready_without_a_store(client, monkeypatch, settings, tmp_path):
    monkeypatch.setattr(health, "_broker", lambda: health.OK)
    settings.STORE = tmp_path / "gone"
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["storage"] == "can't be written"
