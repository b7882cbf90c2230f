"""Names drawn by lot: the same person has another one on every board."""

import hashlib
import hmac
from collections.abc import Sequence

NAMES = tuple(
    """
Acacia Agate Alder Almond Amaryl Amber Anise Arnica Aspen Aster Auburn Azure Balsam
Bamboo Basalt Basil Bay Beech Beryl Birch Borage Bracken Bramble Briar Bronze Bryony
Calla Camellia Caraway Cardamom Carmine Cassia Cedar Celeste Chamois Chervil Chestnut
Chicory Cinder Cinnabar Citrine Clover Cobalt Coral Cormac Cosmos Cumin Cypress Dahlia
Damson Delft Dill Dogwood Ebony Elder Elm Ember Fennel Fern Fir Flax Flint Foxglove
Freesia Garnet Gentian Ginger Gorse Granite Harrier Hazel Heather Hemlock Heron Holly
Hyssop Indigo Iris Ivory Ivy Jade Jasmine Jasper Juniper Kestrel Lapis Larch Lark Laurel
Lavender Lilac Linden Linnet Lotus Lupin Madder Magnolia Mallow Maple Marble Marigold
Marlow Martin Mauve Merlin Mica Mimosa Mint Moss Mulberry Mustard Myrtle Nettle Nutmeg
Oak Ochre Olive Onyx Opal Orchid Oriole Osier Osprey Paprika Pearl Pebble Pepper Petrel
Peony Pine Pippin Plover Plum Poplar Poppy Quartz Quince Raven Reed Robin Rosemary Rowan
Ruby Russet Rye Saffron Sage Sandal Sapphire Sepia Sequoia Sesame Siskin Slate Sloe
Sorrel Spruce Starling Sumac Swift Tamarind Tansy Teal Teasel Thistle Thrush Thyme Topaz
Umber Vanilla Verbena Vetch Violet Walnut Willow Wisteria Wren Yarrow Yew Zinnia
""".split()
)


def pseudonyms(key: bytes, board: str, people: Sequence[str]) -> dict[str, str]:
    """Return a name for each of ``people``, who come in the order they joined.

    Whoever joins later takes what is left, so nobody's name changes. Without the key
    nobody can tell a name from a person, nor one board's names from another's.
    """
    taken: dict[str, str] = {}
    used: set[str] = set()
    free = set(NAMES)
    for person in people:
        order = _order(key, board, person)
        name = next((each for each in order if each in free), order[0])
        free.discard(name)
        taken[person] = _unused(name, used)
        used.add(taken[person])
    return taken


def _order(key: bytes, board: str, person: str) -> tuple[str, ...]:
    """Return all names, beginning where the lot fell."""
    message = "\0".join(("board", board, person)).encode()
    digest = hmac.new(key, message, hashlib.sha256).digest()
    at = int.from_bytes(digest[:8], "big") % len(NAMES)
    return (*NAMES[at:], *NAMES[:at])


def _unused(name: str, used: set[str]) -> str:
    """Number a name that more people than there are names would share."""
    tried, number = name, 2
    while tried in used:
        tried, number = f"{name} {number}", number + 1
    return tried
