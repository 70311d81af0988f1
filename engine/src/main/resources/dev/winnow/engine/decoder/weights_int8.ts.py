# Weights as int8 with one scale for each output, activations as u8 around 128 with one scale for each token.
# Never one scale for a whole tensor: a row's logits would depend on its batch mates.


def pack(self, weight: Tensor) -> Weight:
    # weight: [outputs, inputs] -> packed int8, scales [outputs], zero points [outputs]
    levels = 127
    scales = torch.clamp_min(torch.amax(torch.abs(weight), [1]) / float(levels), 1e-12)
    # In place: the head of a small model is a hundred megabytes and more.
    rounded = torch.clamp_(torch.round_(weight / torch.unsqueeze(scales, 1)), -levels, levels)
    packed = ops.onednn.qlinear_prepack(torch.to(rounded, 1), None)
    return (packed, scales, torch.to(torch.zeros_like(scales), 3))


def linear(self, x: Tensor, weight: Weight) -> Tensor:
    # x: [tokens, inputs] -> [tokens, outputs]
    packed, scales, zero_points, = weight
    largest = torch.clamp_min(torch.amax(torch.abs(x), [1], True), 1e-8)
    # Adding half and cutting rounds; the result is from 1 to 255.
    quantized = torch.to(x * (torch.reciprocal(largest) * 127.) + 128.5, 0)
    y = ops.onednn.qlinear_pointwise(quantized, 0.007874015748031496, 128, packed, scales, zero_points, None, 1., 0,
        6, "none", annotate(List[Optional[number]], []), "")
    return torch.mul_(y, largest)
