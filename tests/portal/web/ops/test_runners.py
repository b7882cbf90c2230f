from django.urls import reverse

from portal.runners.models import Runner


def test_the_head_says_how_the_fleet_is(term, signed_in):
    page = signed_in(term.omar).get(reverse("ops:runners")).content.decode()
    assert "One runner is silent, one is draining" in page
    assert "hw05, submission 5" in page


def test_a_pool_narrows_the_list(term, signed_in):
    page = signed_in(term.omar).get(reverse("ops:runners"), {"pool": "gpu"})
    text = page.content.decode()
    assert "gpu-01" in text and "jetson-02" not in text


def test_ops_order_and_nobody_else_does(term, signed_in):
    runner = Runner.objects.get(name="cpu-01")
    address = reverse("ops:runner-order", args=[runner.public_id, "quarantine"])
    assert signed_in(term.tara).post(address).status_code == 404
    signed_in(term.omar).post(address)
    runner.refresh_from_db()
    assert runner.state == "quarantined"


def test_an_order_that_does_not_exist_is_not_there(term, signed_in):
    runner = Runner.objects.get(name="cpu-01")
    address = reverse("ops:runner-order", args=[runner.public_id, "explode"])
    assert signed_in(term.omar).post(address).status_code == 404


def test_a_runner_without_containers_is_named(term, signed_in):
    Runner.objects.filter(name="cpu-01").update(sandbox="process")
    page = signed_in(term.omar).get(reverse("ops:runners")).content.decode()
    assert "Nothing isolates submissions" in page
