# Weight: __torch__.torch.classes.quantized.LinearPackedParamsBase
# ACTIVATION: 6
# CACHE: 6
# UNITS: 1, 1
# PARTS: weight F16
# SHARES: no
#
# Weights rounded to f16 and packed by FBGEMM, products added up in f32. Exact for weights that are f16 already.


def quantized(self, weight: Tensor) -> List[Tensor]:
    # weight: [outputs, inputs]
    return [torch.to(weight, 5)]


def prepared(self, parts: List[Tensor]) -> Weight:
    return ops.quantized.linear_prepack_fp16(torch.to(parts[0], 6), None)


def pack(self, weight: Tensor) -> Weight:
    # The same, without a copy in between.
    return ops.quantized.linear_prepack_fp16(weight, None)


def linear(self, x: Tensor, weight: Weight) -> Tensor:
    # x: [tokens, inputs] -> [tokens, outputs]
    return ops.quantized.linear_dynamic_fp16(x, weight)


def added(self, y: Tensor, x: Tensor, weight: Weight) -> Tensor:
    # y: [tokens, outputs], in place
    return torch.add_(y, self.linear(x, weight))
