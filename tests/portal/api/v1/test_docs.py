"""The schema that is committed is the one that is served; the page works offline."""

from pathlib import Path

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema

from portal.api.v1.urls import urlpatterns

COMMITTED = Path(__file__).parents[4] / "docs" / "openapi.yaml"
REMAKE = "Run: python manage.py spectacular --file docs/openapi.yaml"


def generated() -> dict:
    return SchemaGenerator().get_schema(request=None, public=True)


def test_the_committed_schema_is_up_to_date():
    now = OpenApiYamlRenderer().render(generated(), renderer_context={}).decode()
    assert COMMITTED.read_text() == now, REMAKE


def test_the_schema_is_valid_openapi():
    validate_schema(generated())


def test_every_address_of_version_1_is_described():
    described = set(generated()["paths"])
    ours = {
        "/api/v1/"
        + str(pattern.pattern)
        .replace("<uuid:", "{")
        .replace("<slug:", "{")
        .replace("<int:", "{")
        .replace(">", "}")
        for pattern in urlpatterns
        if pattern.name not in ("schema", "docs")
    }
    assert {path.replace("<path:path}", "{path}") for path in ours} == described


def test_every_operation_says_how_it_fails():
    for path, methods in generated()["paths"].items():
        for method, operation in methods.items():
            assert operation["description"], path
            for status, answer in operation["responses"].items():
                if status >= "400":
                    assert "application/problem+json" in answer["content"], method


@pytest.mark.django_db
def test_the_page_loads_nothing_from_elsewhere():
    page = Client().get("/api/v1/docs/")
    html = page.content.decode()
    assert "swagger-ui-bundle" in html
    assert "://" not in html.replace("http://www.w3.org", "")
    policy = page["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "script-src 'self' 'unsafe-inline'" not in policy
    script = Client().get("/api/v1/docs/?script=")
    assert script["Content-Type"].startswith("application/javascript")
