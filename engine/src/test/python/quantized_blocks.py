"""Writes quantized-blocks.gguf: blocks of every quantization that Winnow reads, and what gguf-py makes of them.

    pip install gguf==0.17.1
    python3 quantized_blocks.py ../resources/dev/winnow/engine/model/gguf/quantized-blocks.gguf

A tensor NAME holds the blocks, NAME.expected their values in F32. Half of the blocks are random bytes, so that every bit
counts, with scales that are ordinary numbers; the other half were quantized from numbers where gguf-py can do that.
"""

import sys

import numpy
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType, GGUFWriter
from gguf.quants import dequantize, quantize

# The bytes of a block at which there are f16 scales.
SCALES = {
    "Q4_0": (0,), "Q4_1": (0, 2), "Q5_0": (0,), "Q5_1": (0, 2), "Q8_0": (0,),
    "Q2_K": (80, 82), "Q3_K": (108,), "Q4_K": (0, 2), "Q5_K": (0, 2), "Q6_K": (208,),
}  # fmt: skip
BLOCKS = 4


def random_blocks(kind, scales, random):
    values, size = GGML_QUANT_SIZES[kind]
    blocks = random.integers(0, 256, (BLOCKS, size), dtype=numpy.uint8)
    for at in scales:
        numbers = random.uniform(-0.1, 0.1, BLOCKS).astype(numpy.float16)
        blocks[:, at : at + 2] = numbers.view(numpy.uint8).reshape(BLOCKS, 2)
    return blocks


def quantized_blocks(kind, random):
    values, size = GGML_QUANT_SIZES[kind]
    try:
        return quantize(random.normal(0, 0.02, (BLOCKS, values)).astype(numpy.float32), kind)
    except NotImplementedError:
        return numpy.empty((0, size), dtype=numpy.uint8)


def main(target):
    random = numpy.random.default_rng(7)
    writer = GGUFWriter(target, "llama")
    for name, scales in SCALES.items():
        kind = GGMLQuantizationType[name]
        blocks = numpy.concatenate([random_blocks(kind, scales, random), quantized_blocks(kind, random)])
        writer.add_tensor(name, blocks, raw_dtype=kind)
        writer.add_tensor(f"{name}.expected", dequantize(blocks, kind).astype(numpy.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


main(sys.argv[1])
