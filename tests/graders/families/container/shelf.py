"""Files in memory, as a HandedIn gives them."""

from graders.families.container.inside.manifests import manifests_of
from graders.families.container.inside.yaml_reading import read_yaml


class Shelf:
    """``Shelf(**{"base/a.yaml": text})``."""

    def __init__(self, files):
        self.files = files
        self.names = sorted(files)

    def text(self, name):
        return self.files[name]

    def documents(self, name):
        return read_yaml(self.files[name], name)


def objects(text, file="k8s.yaml"):
    """Kubernetes objects from one text."""
    return manifests_of(read_yaml(text, file))
