"""What can go wrong with a text, done to units while training: case, quotation marks, shapes, the cue table."""

import copy


def noisy(document, rng, rate):
    """The document, or with chance `rate` a damaged view of it."""
    if rng.random() >= rate:
        return document
    d = copy.copy(document)
    kind = rng.randrange(4)
    features = [list(f) for f in d.features]
    for k, f in enumerate(features):
        if f[0] == 0:
            continue
        if kind == 0 and f[0] in (2, 3, 4, 9):
            f[0] = 1
        elif kind == 1:
            # Quotation marks that do not pair: nothing is known to be inside.
            f[2] = 2 if f[0] == 7 else 0
        elif kind == 2 and rng.random() < 0.3:
            f[4] = 0
        elif kind == 3 and rng.random() < 0.15:
            f[1] = 0
            f[3] &= 2
    d.features = features
    return d
