# Weight: Tuple[Tensor, Tensor, Tensor, Tensor, Tensor]
# ACTIVATION: 15
# CACHE: 15
# UNITS: 64, 1
# PARTS: codes U8, scale_codes I8, scales F32, mean F32
# SHARES: yes
# WITH: /dev/winnow/engine/decoder/nf4.ts.py
#
# Weights of 4 bits, brought back to bf16 for each product. Everything else is bf16.


def quantized(self, weight: Tensor) -> List[Tensor]:
    # weight: [outputs, inputs] -> as packed_nf4 has it, without what is the same for all weights
    pairs, codes, second, mean, both, = self.packed_nf4(torch.view(self.placed(weight), [-1, 64]), 15)
    return [pairs, codes, second, mean]


def prepared(self, parts: List[Tensor]) -> Weight:
    # -> as packed_nf4 has it
    pairs = torch.view(self.placed(parts[0]), [-1])
    codes = self.placed(parts[1])
    second = torch.view(self.placed(parts[2]), [-1, 1])
    return (pairs, codes, second, torch.view(self.placed(parts[3]), [-1]), self.pairs_of_nf4(codes, 15))


def pack(self, weight: Tensor) -> Weight:
    return self.prepared(self.quantized(weight))


def unpacked(self, weight: Weight, inputs: int) -> Tensor:
    # -> [outputs, inputs], bf16
    pairs, codes, second, mean, both, = weight
    return torch.view(self.unpacked_nf4(pairs, codes, second, mean, both, 15), [-1, inputs])


def linear(self, x: Tensor, weight: Weight) -> Tensor:
    # x: [tokens, inputs] -> [tokens, outputs]
    return torch.linear(x, self.unpacked(weight, x.size(1)))


def added(self, y: Tensor, x: Tensor, weight: Weight) -> Tensor:
    # y: [tokens, outputs], in place
    return torch.addmm_(y, x, torch.t(self.unpacked(weight, x.size(1))))


