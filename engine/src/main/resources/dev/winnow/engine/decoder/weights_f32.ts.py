# Weight: Tensor
# ACTIVATION: 6
# CACHE: 6
# UNITS: 1, 1
#
# Weights as they are.


def pack(self, weight: Tensor) -> Weight:
    # weight: [outputs, inputs]
    return self.placed(weight)


def linear(self, x: Tensor, weight: Weight) -> Tensor:
    # x: [tokens, inputs] -> [tokens, outputs]
    return torch.linear(x, weight)
