# Weight: Tuple[Tensor, Tensor]
#
# Weights as int8 with one scale for each output, as the decoder's mode int8 has them; brought back for each product.


def pack(self, weight: Tensor) -> Weight:
    # weight: [outputs, inputs] -> the same as i8; scales, f32, [outputs, 1]
    weight = self.placed(weight)
    scales = torch.unsqueeze(torch.clamp_min(torch.amax(torch.abs(weight), [1]) / 127., 1e-12), 1)
    return (torch.to(torch.clamp_(torch.round_(weight / scales), -127, 127), 1), scales)


def weight(self, weight: Weight) -> Tensor:
    # -> [outputs, inputs]
    values, scales, = weight
    return torch.to(values * scales, COMPUTE)


