# Weight: __torch__.torch.classes.quantized.LinearPackedParamsBase
# ACTIVATION: 6
# CACHE: 6
# UNITS: 1, 1
#
# Weights rounded to f16 and packed by FBGEMM, products added up in f32. Exact for weights that are f16 already.


def pack(self, weight: Tensor) -> Weight:
    # weight: [outputs, inputs]
    return ops.quantized.linear_prepack_fp16(weight, None)


def linear(self, x: Tensor, weight: Weight) -> Tensor:
    # x: [tokens, inputs] -> [tokens, outputs]
    return ops.quantized.linear_dynamic_fp16(x, weight)
