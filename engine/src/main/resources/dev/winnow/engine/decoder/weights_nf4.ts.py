# Weight: Tuple[Tensor, Tensor, Tensor, Tensor, Tensor]
# ACTIVATION: 15
# CACHE: 15
# UNITS: 64, 1
#
# Weights of 4 bits, the normal float, with a scale for each 64 and those scales of 8 bits with a scale for each 256
# (QLoRA, arXiv 2305.14314, 3 and appendix E). Brought back to bf16 for each product. Everything else is bf16.


def pack(self, weight: Tensor) -> Weight:
    # weight: [outputs, inputs] -> pairs of codes, [blocks of 64, 32], u8; scales, i8, [blocks of 256 of them, 256];
    #     their scales, f32, [blocks of 256, 1]; their mean, f32, [1]; the two values of each pair, bf16, [256, 2]
    blocks = torch.view(self.placed(weight), [-1, 64])
    device = ops.prim.device(blocks)
    values = torch.tensor([-1., -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635,
        -0.18477343022823334, -0.09105003625154495, 0., 0.07958029955625534, 0.16093020141124725, 0.24611230194568634,
        0.33791524171829224, 0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1.], dtype=6, device=device)
    scales = torch.linalg_vector_norm(blocks, inf, [1])
    mean = torch.mean(scales)
    count = scales.size(0)
    centred = torch.constant_pad_nd(scales - mean, [0, (256 - count % 256) % 256])
    centred = torch.view(centred, [-1, 256])
    second = torch.clamp_min(torch.linalg_vector_norm(centred, inf, [1], True) / 127., 1e-12)
    codes = torch.to(torch.round(centred / second), 1)
    # Against the scale that will be multiplied by, not the one that was there.
    kept = torch.narrow(torch.view(codes * second + mean, [-1]), 0, 0, count)
    kept = torch.unsqueeze(torch.clamp_min(kept, 1e-12), 1)
    middles = (torch.narrow(values, 0, 0, 15) + torch.narrow(values, 0, 1, 15)) / 2.
    nearest = torch.view(torch.to(torch.bucketize(blocks / kept, middles, out_int32=True), 0), [-1, 32, 2])
    pairs = torch.select(nearest, 2, 0) * 16 + torch.select(nearest, 2, 1)
    firsts = torch.repeat_interleave(values, 16)
    seconds = torch.repeat(values, [16])
    return (pairs, codes, second, mean, torch.to(torch.stack([firsts, seconds], 1), 15))


def unpacked(self, weight: Weight, inputs: int) -> Tensor:
    # -> [outputs, inputs], bf16
    pairs, codes, second, mean, both, = weight
    blocks = pairs.size(0)
    scales = torch.narrow(torch.view(torch.add_(codes * second, mean), [-1]), 0, 0, blocks)
    found = torch.index_select(both, 0, torch.to(torch.view(pairs, [-1]), 3))
    scaled = torch.mul_(torch.view(found, [blocks, 64]), torch.unsqueeze(torch.to(scales, 15), 1))
    return torch.view(scaled, [-1, inputs])


def linear(self, x: Tensor, weight: Weight) -> Tensor:
    # x: [tokens, inputs] -> [tokens, outputs]
    return torch.linear(x, self.unpacked(weight, x.size(1)))
