# Weight: Tuple[Tensor, Tensor, Tensor, Tensor, Tensor, List[int]]
# WITH: /dev/winnow/engine/decoder/nf4.ts.py
#
# Weights of 4 bits, as the decoder's mode nf4 has them; brought back for each product.


def pack(self, weight: Tensor) -> Weight:
    # weight: [outputs, inputs] -> as packed_nf4 has it, and its sizes
    pairs, codes, second, mean, both, = self.packed_nf4(torch.view(self.placed(weight), [-1, 64]), COMPUTE)
    return (pairs, codes, second, mean, both, [weight.size(0), weight.size(1)])


def weight(self, weight: Weight) -> Tensor:
    # -> [outputs, inputs]
    pairs, codes, second, mean, both, sizes, = weight
    return torch.view(self.unpacked_nf4(pairs, codes, second, mean, both, COMPUTE), sizes)


