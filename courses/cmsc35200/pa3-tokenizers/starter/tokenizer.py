"""A token for every byte: everything comes back, nothing is saved."""


def train(text, size):
    return [bytes([n]) for n in range(256)]


def encode(text, vocabulary):
    place = {token: number for number, token in enumerate(vocabulary)}
    return [place[text[at : at + 1]] for at in range(len(text))]
