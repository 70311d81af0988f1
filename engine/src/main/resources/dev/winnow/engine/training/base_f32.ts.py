# Weight: Tensor
#
# Weights as they are.


def pack(self, weight: Tensor) -> Weight:
    # weight: [outputs, inputs]
    return self.placed(weight)


def weight(self, weight: Weight) -> Tensor:
    # -> [outputs, inputs]
    return torch.to(weight, COMPUTE)


