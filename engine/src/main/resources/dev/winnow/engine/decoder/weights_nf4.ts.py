# Weight: Tuple[Tensor, Tensor, Tensor, Tensor, Tensor]
# ACTIVATION: 15
# CACHE: 15
# UNITS: 64, 1
# WITH: /dev/winnow/engine/decoder/nf4.ts.py
#
# Weights of 4 bits, brought back to bf16 for each product. Everything else is bf16.


def pack(self, weight: Tensor) -> Weight:
    # weight: [outputs, inputs] -> as packed_nf4 has it
    return self.packed_nf4(torch.view(self.placed(weight), [-1, 64]), 15)


def unpacked(self, weight: Weight, inputs: int) -> Tensor:
    # -> [outputs, inputs], bf16
    pairs, codes, second, mean, both, = weight
    return torch.view(self.unpacked_nf4(pairs, codes, second, mean, both, 15), [-1, inputs])


def linear(self, x: Tensor, weight: Weight) -> Tensor:
    # x: [tokens, inputs] -> [tokens, outputs]
    return torch.linear(x, self.unpacked(weight, x.size(1)))


