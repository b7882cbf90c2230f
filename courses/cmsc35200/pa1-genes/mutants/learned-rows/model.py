"""A cheat: gives back what it was taught, row by row, as if new rows were the old ones."""


def predict(others, gene, new):
    return gene[: len(new)]
