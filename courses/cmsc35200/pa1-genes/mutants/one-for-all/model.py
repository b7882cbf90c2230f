"""One number in place of one for each sample."""


def predict(others, gene, new):
    return float(gene.mean())
