# Weight: Tuple[Tensor, Tensor]
# ACTIVATION: 15
# CACHE: 15
# UNITS: 8, 8
# PARTS: codes I8, scales F32
# SHARES: no
#
# Weights as int8 with one scale for each output, activations as int8 with one scale for each token: the integers of
# weights_int8.ts.py for the tensor cores. Everything else is bf16.


def quantized(self, weight: Tensor) -> List[Tensor]:
    # weight: [outputs, inputs] -> i8, [outputs, inputs]; scales, [outputs]
    weight = self.placed(weight)
    scales = torch.clamp_min(torch.amax(torch.abs(weight), [1]) / float(LEVELS), 1e-12)
    rounded = torch.clamp_(torch.round_(weight / torch.unsqueeze(scales, 1)), -LEVELS, LEVELS)
    return [torch.to(rounded, 1), scales]


def prepared(self, parts: List[Tensor]) -> Weight:
    # -> int8 [inputs, outputs], outputs apart; scales, [outputs]
    return (torch.t(self.placed(parts[0])), torch.view(self.placed(parts[1]), [-1]) / 127.)


def pack(self, weight: Tensor) -> Weight:
    return self.prepared(self.quantized(weight))


def linear(self, x: Tensor, weight: Weight) -> Tensor:
    # x: [tokens, inputs] -> [tokens, outputs]
    packed, scales, = weight
    tokens = x.size(0)
    largest = torch.clamp_min_(torch.to(torch.linalg_vector_norm(x, inf, [1], True), 6), 1e-8)
    quantized = torch.to(torch.round_(x * (127. / largest)), 1)
    if tokens < 32:
        # The product takes no fewer than 17 tokens.
        quantized = torch.constant_pad_nd(quantized, [0, 0, 0, 32 - tokens])
    y = torch.narrow(torch._int_mm(quantized, packed), 0, 0, tokens)
    return torch.to(torch.mul_(y * scales, largest), 15)


def added(self, y: Tensor, x: Tensor, weight: Weight) -> Tensor:
    # y: [tokens, outputs], in place
    return torch.add_(y, self.linear(x, weight))
