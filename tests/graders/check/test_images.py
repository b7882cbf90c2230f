from types import SimpleNamespace

from graders.check.images import images_of


def spec(image, **options):
    return SimpleNamespace(
        grade=SimpleNamespace(image=image, judge_image="judge", options=options)
    )


def test_every_image_is_named_once_with_what_options_ask_for():
    assert images_of([spec("numpy"), spec("numpy", practice=True)]) == [
        "judge",
        "numpy",
    ]
    assert images_of([spec("web", redis=True)]) == ["judge", "redis", "web"]
    assert images_of([spec("web", redis=False)]) == ["judge", "web"]
