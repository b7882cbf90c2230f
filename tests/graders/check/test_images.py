from types import SimpleNamespace

from graders.check.images import images_of


def spec(image, **options):
    return SimpleNamespace(
        grade=SimpleNamespace(image=image, judge_image="judge", options=options),
        is_handed_in=True,
    )


def test_every_image_is_named_once_with_what_options_ask_for():
    assert images_of([spec("numpy"), spec("numpy", practice=True)]) == [
        "judge",
        "numpy",
    ]
    assert images_of([spec("web", redis=True)]) == ["judge", "redis", "web"]
    assert images_of([spec("web", redis=False)]) == ["judge", "web"]


def test_what_is_not_handed_in_needs_none():
    talk = spec("numpy")
    talk.is_handed_in = False
    assert images_of([talk]) == []
