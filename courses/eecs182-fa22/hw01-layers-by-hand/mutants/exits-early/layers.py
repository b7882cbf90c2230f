"""Attack: ends the program with code 0 at the first call, as if all were well."""

import os


def affine_forward(x, w, b):
    os._exit(0)
