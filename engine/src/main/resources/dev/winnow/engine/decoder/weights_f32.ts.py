# Weight: Tensor
# ACTIVATION: 6
# CACHE: 6
# UNITS: 1, 1
# PARTS: weight F32
# SHARES: yes
#
# Weights as they are.


def quantized(self, weight: Tensor) -> List[Tensor]:
    # weight: [outputs, inputs]
    return [weight]


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
