# Numbers of 4 bits, the normal float, with a scale for each 64 and those scales of 8 bits with a scale for each 256
# (QLoRA, arXiv 2305.14314, 3 and appendix E). What serves an adapter and what trains it have the very same.


def code_book(self, like: Tensor) -> Tensor:
    # -> [16], f32, where the other lies: QLoRA's quantiles of the normal distribution, as bitsandbytes has them
    return torch.tensor([-1., -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635,
        -0.18477343022823334, -0.09105003625154495, 0., 0.07958029955625534, 0.16093020141124725, 0.24611230194568634,
        0.33791524171829224, 0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1.], dtype=6,
        device=ops.prim.device(like))


def packed_nf4(self, blocks: Tensor, type: int) -> Tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    # blocks: [blocks, 64], f32 -> pairs of codes, [blocks * 32], u8; scales, i8, [blocks of 256 of them, 256]; their
    #     scales, f32, [blocks of 256, 1]; their mean, f32, [1]; the two values of each pair, of a type, [256, 2]
    values = self.code_book(blocks)
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
    nearest = torch.view(torch.to(torch.bucketize(blocks / kept, middles, out_int32=True), 0), [-1, 2])
    pairs = torch.select(nearest, 1, 0) * 16 + torch.select(nearest, 1, 1)
    return (pairs, codes, second, mean, self.pairs_of_nf4(blocks, type))


def pairs_of_nf4(self, like: Tensor, type: int) -> Tensor:
    # -> [256, 2], of a type, where the other lies: the two values of each pair of codes
    values = self.code_book(like)
    both = torch.stack([torch.repeat_interleave(values, 16), torch.repeat(values, [16])], 1)
    return torch.to(both, type)


def unpacked_nf4(self, pairs: Tensor, codes: Tensor, second: Tensor, mean: Tensor, both: Tensor, type: int) -> Tensor:
    # -> [blocks, 64], of the type that the pairs' values have
    blocks = pairs.size(0) // 32
    scales = torch.narrow(torch.view(torch.add_(codes * second, mean), [-1]), 0, 0, blocks)
    found = torch.view(torch.index_select(both, 0, torch.to(pairs, 3)), [blocks, 64])
    return torch.mul_(found, torch.unsqueeze(torch.to(scales, type), 1))


