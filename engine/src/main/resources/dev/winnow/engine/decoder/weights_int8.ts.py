# Weight: Tuple[Tensor, Tensor, Tensor, Tensor]
# ACTIVATION: 6
# CACHE: 15
# UNITS: 1, 1
# PARTS: codes I8, scales F32
# SHARES: no
#
# Weights as int8 with one scale for each output, activations as u8 around 128 with one scale for each token.
# LEVELS stands for the largest weight: 127, or 63 where two products must fit 16 bits. TERMS is 1, or 2 where what rounding
# an activation left is multiplied too, as a term of its own, 254 times finer: all of them in one product of twice the rows.
# Keys and values are bf16: a step of many rows is bound by reading them.
# Never one scale for a whole tensor: a row's logits would depend on its batch mates.


def quantized(self, weight: Tensor) -> List[Tensor]:
    # weight: [outputs, inputs] -> i8, [outputs, inputs]; scales, [outputs]
    scales = torch.clamp_min(torch.amax(torch.abs(weight), [1]) / float(LEVELS), 1e-12)
    # In place: the head of a small model is a hundred megabytes and more.
    rounded = torch.clamp_(torch.round_(weight / torch.unsqueeze(scales, 1)), -LEVELS, LEVELS)
    return [torch.to(rounded, 1), scales]


def prepared(self, parts: List[Tensor]) -> Weight:
    # -> packed int8; scales, zero points and what 128 too much adds, each [outputs]
    scales = torch.view(parts[1], [-1])
    # Were the kernel told of the 128, it would add up all weights again in each call: half of a short step.
    excess = torch.sum(parts[0], [1], dtype=6) * scales * (-128. / 127.)
    packed = ops.onednn.qlinear_prepack(parts[0], None)
    return (packed, scales, torch.to(torch.zeros_like(scales), 3), excess)


def pack(self, weight: Tensor) -> Weight:
    return self.prepared(self.quantized(weight))


def linear(self, x: Tensor, weight: Weight) -> Tensor:
    # x: [tokens, inputs] -> [tokens, outputs]
    packed, scales, zero_points, excess, = weight
    # Two passes that write nothing take half the time of one that writes absolute values and one that reads them.
    largest = torch.maximum(torch.amax(x, [1], True), torch.neg(torch.amin(x, [1], True)))
    largest = torch.clamp_min_(largest, 1e-8)
    # Adding half and cutting rounds; the result is from 1 to 255.
    shifted = torch.add_(x * (torch.reciprocal(largest) * 127.), 128.5)
    quantized = torch.to(shifted, 0)
    if TERMS == 2:
        # What was cut is from 0 to 1 and half a step too much: 254 steps around 128, from 1 to 255 again.
        finer = torch.add_(torch.mul_(torch.sub_(shifted, quantized), 254.), 1.5)
        quantized = torch.cat([quantized, torch.to(finer, 0)], 0)
    y = ops.onednn.qlinear_pointwise(quantized, 0.007874015748031496, 0, packed, scales, zero_points, excess, 1., 0,
        6, "none", annotate(List[Optional[number]], []), "")
    if TERMS == 2:
        # In place: of the head's products there are a hundred megabytes already.
        rest = torch.narrow(y, 0, x.size(0), x.size(0))
        y = torch.add_(torch.narrow(y, 0, 0, x.size(0)), rest, alpha=1. / 254.)
    return torch.mul_(y, largest)


def added(self, y: Tensor, x: Tensor, weight: Weight) -> Tensor:
    # y: [tokens, outputs], in place
    return torch.add_(y, self.linear(x, weight))
