# Weight: Tuple[Tensor, Tensor]
# ACTIVATION: 15
# CACHE: 15
# UNITS: 64, 8
# PARTS: codes U8, scales_and_middles BF16
# SHARES: no
#
# Weights of 4 bits with a scale and a middle for each 64 of an output, packed for tinygemm. Everything else is bf16.


def quantized(self, weight: Tensor) -> List[Tensor]:
    # weight: [outputs, inputs] -> pairs, the first one's code times 16, u8, [outputs, inputs / 2]; a scale and a middle
    #     for each output one behind the other, bf16, [inputs / 64, outputs * 2]
    weight = self.placed(weight)
    outputs = weight.size(0)
    groups = torch.view(weight, [outputs, -1, 64])
    lowest = torch.amin(groups, [2], True)
    scales = torch.clamp_min((torch.amax(groups, [2], True) - lowest) / 15., 1e-9)
    # Rounded before they are used, so that the integers are the best for what is multiplied by.
    scales = torch.to(torch.to(scales, 15), 6)
    middles = torch.to(torch.to(lowest + scales * 8., 15), 6)
    rounded = torch.clamp_(torch.round_((groups - middles) / scales + 8.), 0, 15)
    rounded = torch.view(torch.to(rounded, 0), [outputs, -1, 2])
    pairs = torch.select(rounded, 2, 0) * 16 + torch.select(rounded, 2, 1)
    parameters = torch.to(torch.transpose(torch.cat([scales, middles], 2), 0, 1), 15)
    return [torch.contiguous(pairs), torch.reshape(parameters, [-1, 2 * outputs])]


def prepared(self, parts: List[Tensor]) -> Weight:
    # -> packed; [inputs / 64, outputs, 2], bf16: scales and middles
    pairs = self.placed(parts[0])
    inputs = 2 * pairs.size(1)
    tiles = 8
    while inputs % (16 * tiles) != 0:
        tiles = tiles // 2
    parameters = torch.view(self.placed(parts[1]), [inputs // 64, -1, 2])
    return (torch._convert_weight_to_int4pack(pairs, tiles), parameters)


def pack(self, weight: Tensor) -> Weight:
    return self.prepared(self.quantized(weight))


def linear(self, x: Tensor, weight: Weight) -> Tensor:
    # x: [tokens, inputs] -> [tokens, outputs]
    packed, parameters, = weight
    return torch._weight_int4pack_mm(torch.contiguous(x), packed, 64, parameters)


def added(self, y: Tensor, x: Tensor, weight: Weight) -> Tensor:
    # y: [tokens, outputs], in place
    return torch.add_(y, self.linear(x, weight))
