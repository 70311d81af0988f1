# Weight: Tensor
#
# Weights as bf16.


def pack(self, weight: Tensor) -> Weight:
    # weight: [outputs, inputs]
    return torch.to(self.placed(weight), 15)


def weight(self, weight: Weight) -> Tensor:
    # -> [outputs, inputs]
    return torch.to(weight, COMPUTE)


