# Weight: Tensor
# ACTIVATION: 15
# CACHE: 15
# UNITS: 1, 1
# PARTS: weight BF16
# SHARES: yes
#
# Weights, activations and cache as bf16, products added up in f32.


def quantized(self, weight: Tensor) -> List[Tensor]:
    # weight: [outputs, inputs]
    return [torch.to(self.placed(weight), 15)]


def prepared(self, parts: List[Tensor]) -> Weight:
    return self.placed(parts[0])


def pack(self, weight: Tensor) -> Weight:
    return self.prepared(self.quantized(weight))


def linear(self, x: Tensor, weight: Weight) -> Tensor:
    # x: [tokens, inputs] -> [tokens, outputs]
    return torch.linear(x, weight)


def added(self, y: Tensor, x: Tensor, weight: Weight) -> Tensor:
    # y: [tokens, outputs], in place
    return torch.addmm_(y, x, torch.t(weight))
