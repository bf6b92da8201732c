"""The networks of a model file, as the trainer knows them: the way back from export.py.

In: a model file (integers and scales). Out: encoder, heads and the arguments that reading needs. A weight is
its integer times the scale of its row, so what a network read back computes is what the file says, in f32.
"""

import json
import struct

import numpy as np
import torch

from network import Heads, Recurrent, Transformer


def arrays(path):
    """Settings and named arrays of a model file."""
    with open(path, "rb") as file:
        data = file.read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    settings = header.pop("__metadata__")
    out = {}
    for name, info in header.items():
        a, b = info["data_offsets"]
        kind = {"I8": np.int8, "F32": np.float32}[info["dtype"]]
        out[name] = np.frombuffer(data[8 + length + a : 8 + length + b], dtype=kind).reshape(info["shape"])
    return settings, out


def loaded(path):
    """Encoder, heads and arguments of a model file."""
    settings, found = arrays(path)
    n_pieces = found["pieces"].shape[0]
    careful = settings["tier"] == "careful"
    if careful:
        encoder = Transformer(int(settings["width"]), int(settings["inner"]), int(settings["heads"]), int(settings["layers"]), n_pieces,
                              found["positions"].shape[0])
    else:
        encoder = Recurrent(int(settings["width"]), int(settings["blocks"]), n_pieces)
    heads = Heads(encoder.width, found["heads.anchor_in.weight"].shape[0])

    def value(name):
        array = found[name].astype(np.float32)
        # A matrix's scales bear its name without the ending, a table's the whole of it.
        scale = found.get(f"{name.removesuffix('.weight')}.scale")
        return torch.from_numpy(array if scale is None else array * scale[:, None])

    def fill(module, prefix, tables):
        """Parameters of a module, each from the array of its name; `tables` are modules whose weight is an array itself."""
        with torch.no_grad():
            for name, parameter in module.named_parameters():
                owner = name.removesuffix(".weight")
                parameter.copy_(value(prefix + (owner if owner in tables else name)))

    fill(encoder, "", {"pieces", "positions", *(f"features.{k}" for k in range(len(encoder.features)))})
    fill(heads, "heads.", {"distance", "place"})
    return encoder.eval(), heads.eval(), {"tier": settings["tier"], "limit": int(settings["limit"])}
