# Weight: Tensor
# ACTIVATION: 15
# CACHE: 15
# UNITS: 1, 1
#
# Weights, activations and cache as bf16, products added up in f32.


def pack(self, weight: Tensor) -> Weight:
    # weight: [outputs, inputs]
    return torch.to(self.placed(weight), 15)


def linear(self, x: Tensor, weight: Weight) -> Tensor:
    # x: [tokens, inputs] -> [tokens, outputs]
    return torch.linear(x, weight)
