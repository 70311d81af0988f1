# LoRA training of a Llama-family decoder: the forward pass and, written out by hand, the backward pass. The base is
# frozen, so only activations and low-rank factors have gradients; nothing of autograd is used. Nothing is kept here.
#
# From base_*.ts.py come the methods pack and weight, and in their heads what stands for Weight, the type of a packed
# projection. COMPUTE is the type of products and what they give; the residual stream, its gradient, the factors and
# theirs are f32. DEVICE is where all is computed; only attention is another text there.
#   A pack is some sequences, one behind the other: "tokens" is the tokens of all. Each attends to itself only.
#   sizes:     [layers, heads, kv_heads, head_dim, hidden, intermediate, 1 where heads have norms of their own or 0]
#   linears:   4 for each layer, query+key+value, output, gate+up, down: the groups
#   biases:    one [(heads + 2 * kv_heads) * head_dim] for each layer, or none at all
#   gains:     2 for each layer: before attention, before feed-forward; then the last one; each [hidden]
#   head_gains: those of query and key heads, one [(heads + kv_heads) * head_dim] for each layer, or none at all
#   factors, gradients: all low-rank factors in one row; for each layer and group what takes [inputs] to the ranks of
#     its parts, one below the other, A: [ranks, inputs], then for each part B: [outputs, rank]
#   plan:      [factors of a layer]; then for each group: inputs, outputs, ranks, where its A begins, parts; then for
#     each part that is adapted: rank, its first rank, outputs, its first output, where its B begins
#   scale:     what B A x is multiplied by


def placed(self, x: Tensor) -> Tensor:
    return torch.to(x, torch.device(DEVICE))


def copied(self, x: Tensor) -> Tensor:
    return torch.clone(self.placed(x))


def table(self, x: Tensor) -> Tensor:
    # not a copy where it can be the same
    return torch.to(self.placed(x), COMPUTE)


def on_host(self, x: Tensor) -> Tensor:
    # -> f32, in the memory of the CPU
    return torch.contiguous(torch.to(torch.to(x, 6), torch.device("cpu")))


def part(self, row: Tensor, first: int, count: int) -> Tensor:
    # row: [values] -> some of them, [count], on the host
    return self.on_host(torch.clone(torch.narrow(row, 0, first, count)))


def set_part(self, row: Tensor, first: int, values: Tensor) -> int:
    torch.copy_(torch.narrow(row, 0, first, values.size(0)), values)
    return 0


def fill_rows(self, target: Tensor, first: int, rows: Tensor) -> int:
    # target: [all rows, columns]; rows: [some, columns]
    torch.copy_(torch.narrow(target, 0, first, rows.size(0)), rows)
    return 0


def unpacked(self, weight: Weight) -> Tensor:
    # -> [outputs, inputs], f32, as it is multiplied by
    return torch.to(self.weight(weight), 6)


def empty(self, sizes: List[int], kind: int) -> Tensor:
    return torch.empty(sizes, dtype=kind, layout=None, device=torch.device(DEVICE))


def saved(self, sizes: List[int], ranks: List[int], tokens: int) -> List[Tensor]:
    # What the backward pass of a layer wants to know of its forward pass, for so many tokens.
    # ranks: of each group
    wide = sizes[1] * sizes[3]
    hidden = sizes[4]
    return [self.empty([tokens, hidden], COMPUTE), self.empty([tokens, 1], 6),
        self.empty([tokens, wide + 2 * sizes[2] * sizes[3]], COMPUTE), self.empty([tokens, wide], COMPUTE),
        self.empty([tokens, sizes[1]], 6), self.empty([tokens, hidden], 6), self.empty([tokens, hidden], COMPUTE),
        self.empty([tokens, 1], 6), self.empty([tokens, 2 * sizes[5]], COMPUTE),
        self.empty([tokens, sizes[5]], COMPUTE), self.empty([tokens, ranks[0]], COMPUTE),
        self.empty([tokens, ranks[1]], COMPUTE), self.empty([tokens, ranks[2]], COMPUTE),
        self.empty([tokens, ranks[3]], COMPUTE),
        self.empty([tokens, sizes[6] * (sizes[1] + sizes[2]) * sizes[3]], COMPUTE),
        self.empty([tokens, sizes[6] * (sizes[1] + sizes[2])], 6)]


def row(self, values: int) -> Tensor:
    return torch.zeros([values], dtype=6, layout=None, device=torch.device(DEVICE))


def kept(self, sizes: List[int], ranks: List[int], tokens: int, layers: int) -> List[List[Tensor]]:
    return [self.saved(sizes, ranks, tokens) for layer in range(layers)]


def stream(self, sizes: List[int], tokens: int) -> Tensor:
    return self.empty([sizes[0] + 1, tokens, sizes[4]], 6)


def work(self, sizes: List[int], tokens: int) -> List[Tensor]:
    # What is written and read within one layer.
    wide = (sizes[1] + 2 * sizes[2]) * sizes[3]
    return [self.empty([tokens, sizes[4]], COMPUTE), self.empty([tokens, sizes[4]], COMPUTE),
        self.empty([tokens, sizes[4]], 6), self.empty([tokens, sizes[4]], 6), self.empty([tokens, wide], 6),
        self.empty([tokens, wide], COMPUTE), self.empty([tokens, sizes[1] * sizes[3]], COMPUTE),
        self.empty([tokens, 2 * sizes[5]], COMPUTE), self.empty([tokens, sizes[5]], COMPUTE),
        self.empty([tokens, sizes[4]], 6)]


def first(self, tensors: List[Tensor], tokens: int) -> List[Tensor]:
    return [torch.narrow(x, 0, 0, tokens) for x in tensors]


def rotary_frequencies(self, head_dim: int, theta: float, divisors: Tensor) -> Tensor:
    # divisors: [head_dim / 2], ones where positions are not scaled -> [head_dim / 2]
    exponents = torch.to(torch.arange(0, head_dim, 2), 6) / float(head_dim)
    return self.placed(torch.reciprocal(torch.pow(theta, exponents)) / divisors)


def rotary(self, lengths: List[int], frequencies: Tensor) -> Tuple[Tensor, Tensor]:
    # -> cos, sin: [tokens, 1, head_dim / 2], f32
    positions = torch.cat([torch.arange(0, length) for length in lengths], 0)
    angles = torch.unsqueeze(torch.unsqueeze(torch.to(self.placed(positions), 6), 1) * frequencies, 1)
    return (torch.cos(angles), torch.sin(angles))


def starts(self, lengths: List[int]) -> Tensor:
    # -> where each sequence of a pack begins, and where the last one ends: [sequences + 1], i32
    ends = torch.cumsum(torch.tensor(lengths, dtype=4), 0)
    return self.placed(torch.to(torch.constant_pad_nd(ends, [1, 0]), 3))


def rotate(self, x: Tensor, cos: Tensor, sin: Tensor, back: float, turned: Tensor) -> int:
    # x: [tokens, heads, head_dim], a head's rotary pairs are its halves, turned in place; back: 1, or -1 to turn back;
    # turned: the same in f32, to be written to
    half = x.size(2) // 2
    low = torch.narrow(x, 2, 0, half)
    high = torch.narrow(x, 2, half, half)
    new_low = torch.narrow(turned, 2, 0, half)
    new_high = torch.narrow(turned, 2, half, half)
    torch.mul(low, cos, out=new_low)
    torch.addcmul_(new_low, high, sin, value=-back)
    torch.mul(high, cos, out=new_high)
    torch.addcmul_(new_high, low, sin, value=back)
    torch.copy_(x, turned)
    return 0


def normed(self, h: Tensor, inverse: Tensor, x: Tensor, gain: Tensor, epsilon: float, wide: Tensor) -> int:
    # x: [tokens, hidden] -> h, by its root mean square; inverse: [tokens, 1], what it is multiplied by
    length = torch.linalg_vector_norm(x, 2, [1], True)
    torch.copy_(inverse, torch.rsqrt_(torch.add_(torch.div_(torch.mul_(length, length), x.size(1)), epsilon)))
    torch.mul(x, inverse, out=wide)
    torch.mul(wide, gain, out=h)
    return 0


def back_normed(self, g: Tensor, dh: Tensor, x: Tensor, inverse: Tensor, gain: Tensor, wide: Tensor,
        wider: Tensor) -> int:
    # Adds to g, the gradient of x, what dh, the gradient of the norm of x, makes of it: with t = dh * gain it is
    # t * inverse - x * inverse^3 * mean(t * x)
    torch.mul(dh, gain, out=wide)
    torch.mul(wide, x, out=wider)
    mean = torch.div_(torch.sum(wider, [1], True), x.size(1))
    torch.mul_(mean, torch.pow(inverse, 3))
    torch.addcmul_(g, wide, inverse)
    torch.addcmul_(g, x, mean, value=-1)
    return 0


def normed_heads(self, x: Tensor, raw: Tensor, inverse: Tensor, gain: Tensor, epsilon: float) -> int:
    # x: [tokens, heads, head_dim], each head by its own root mean square, in place; raw: the same before; inverse:
    # [tokens, heads, 1]; gain: [heads, head_dim]
    torch.copy_(raw, x)
    wide = torch.to(raw, 6)
    length = torch.linalg_vector_norm(wide, 2, [2], True)
    torch.copy_(inverse, torch.rsqrt_(torch.add_(torch.div_(torch.mul_(length, length), x.size(2)), epsilon)))
    torch.copy_(x, torch.mul_(wide * inverse, gain))
    return 0


def back_normed_heads(self, d: Tensor, raw: Tensor, inverse: Tensor, gain: Tensor) -> int:
    # d: [tokens, heads, head_dim], the gradient behind the norm, becomes that before it, as in back_normed
    x = torch.to(raw, 6)
    t = d * gain
    mean = torch.div_(torch.sum(t * x, [2], True), x.size(2))
    torch.mul_(mean, torch.pow(inverse, 3))
    torch.copy_(d, torch.sub_(torch.mul_(t, inverse), torch.mul_(x, mean)))
    return 0


def chosen(self, sizes: List[int], chance: float, seed: int) -> Tensor:
    # -> true with that chance. Each place's number is hashed from its own and the seed (as MurmurHash3 ends), since
    # TorchScript makes no generator of a card.
    low = seed % 2147483647
    high = seed // 2147483647 % 2147483647
    count = sizes[0] * sizes[1]
    x = torch.arange(0, count, dtype=3, layout=None, device=torch.device(DEVICE))
    torch.add_(x, (low * 48271 + high * 69621 + 1) % 2147483647)
    torch.bitwise_xor_(x, torch.bitwise_right_shift(x, 16))
    torch.bitwise_xor_(torch.mul_(x, -2048144789), (low * 16807 + high * 39373 + 12345) % 2147483647)
    torch.bitwise_xor_(x, torch.bitwise_right_shift(x, 13))
    torch.mul_(x, -1028477387)
    torch.bitwise_xor_(x, torch.bitwise_right_shift(x, 16))
    return torch.view(torch.lt(torch.bitwise_and_(x, 16777215), int(chance * 16777216.)), sizes)


def dropped(self, x: Tensor, dropout: float, seed: int) -> Tensor:
    # The same values for the same seed: the backward pass makes them anew.
    if dropout == 0.:
        return x
    if DEVICE != "cpu":
        return torch.mul_(x * self.chosen([x.size(0), x.size(1)], 1. - dropout, seed), 1. / (1. - dropout))
    kept = torch.empty_like(x)
    random = torch.Generator(device=torch.device(DEVICE), seed=seed)
    torch.bernoulli_(kept, 1. - dropout, generator=random)
    return torch.mul_(torch.mul_(kept, x), 1. / (1. - dropout))


def projected(self, y: Tensor, x: Tensor, weight: Tensor, down: Tensor, up: Tensor, low: Tensor, dropout: float,
        seed: int) -> int:
    # x: [tokens, inputs] -> y: [tokens, outputs]; low: [tokens, ranks], what down makes of x
    # The low-rank product goes first: it is small, and added to what bf16 has rounded already most of it would be lost. A
    # product that is added up in f32 takes it along, and all is rounded once.
    if down.size(0) > 0:
        torch.mm(self.dropped(x, dropout, seed), torch.t(down), out=low)
        torch.mm(low, up, out=y)
        torch.addmm_(y, x, torch.t(weight))
    else:
        torch.mm(x, torch.t(weight), out=y)
    return 0


def back_projected(self, dx: Tensor, dy: Tensor, x: Tensor, weight: Tensor, down: Tensor, up: Tensor, low: Tensor,
        at: int, plan: List[int], group: List[int], gradients: Tensor, scale: float, dropout: float, seed: int,
        wanted: bool) -> int:
    # dy: [tokens, outputs] -> dx: [tokens, inputs], if that is wanted; adds to the gradients of the factors.
    # at: where the layer's factors begin; group: where in plan the group and its parts begin
    ranks = down.size(0)
    if ranks > 0:
        d_low = torch.mm(dy, torch.t(up))
        if wanted:
            # first, as in projected
            torch.mm(d_low, down, out=dx)
            if dropout != 0.:
                torch.copy_(dx, self.dropped(dx, dropout, seed))
            torch.addmm_(dx, dy, weight)
        d_down = torch.view(torch.narrow(gradients, 0, at + plan[group[0] + 3], ranks * x.size(1)), [ranks, x.size(1)])
        torch.add_(d_down, torch.mm(torch.t(d_low), self.dropped(x, dropout, seed)))
        d_up = torch.mm(torch.t(low), dy)
        for part in range(plan[group[0] + 4]):
            p = group[1] + 5 * part
            block = torch.narrow(torch.narrow(d_up, 0, plan[p + 1], plan[p]), 1, plan[p + 3], plan[p + 2])
            own = torch.view(torch.narrow(gradients, 0, at + plan[p + 4], plan[p] * plan[p + 2]), [plan[p + 2], plan[p]])
            torch.add_(own, torch.t(block), alpha=scale)
    elif wanted:
        torch.mm(dy, weight, out=dx)
    return 0


def groups(self, plan: List[int]) -> List[List[int]]:
    # for each group where in plan it begins, and where its parts
    found = annotate(List[List[int]], [])
    at = 21
    for group in range(4):
        found = torch.append(found, [1 + 5 * group, at])
        at = at + 5 * plan[1 + 5 * group + 4]
    return found


def downs(self, factors: Tensor, layers: int, plan: List[int]) -> List[Tensor]:
    # A of each layer and group, [ranks, inputs]
    found = annotate(List[Tensor], [])
    for layer in range(layers):
        for group in self.groups(plan):
            inputs = plan[group[0]]
            ranks = plan[group[0] + 2]
            some = torch.narrow(factors, 0, layer * plan[0] + plan[group[0] + 3], ranks * inputs)
            found = torch.append(found, torch.view(some, [ranks, inputs]))
    return found


def ups(self, factors: Tensor, layers: int, plan: List[int], scale: float) -> List[Tensor]:
    # B of each layer and group times scale, [ranks, outputs]: a part's outputs take only its own ranks
    found = annotate(List[Tensor], [])
    for layer in range(layers):
        for group in self.groups(plan):
            up = torch.zeros([plan[group[0] + 2], plan[group[0] + 1]], dtype=COMPUTE, layout=None,
                device=torch.device(DEVICE))
            for part in range(plan[group[0] + 4]):
                p = group[1] + 5 * part
                block = torch.narrow(torch.narrow(up, 0, plan[p + 1], plan[p]), 1, plan[p + 3], plan[p + 2])
                own = torch.narrow(factors, 0, layer * plan[0] + plan[p + 4], plan[p] * plan[p + 2])
                torch.copy_(block, torch.t(torch.view(own, [plan[p + 2], plan[p]])) * scale)
            found = torch.append(found, up)
    return found


def heads(self, x: Tensor, first: int, count: int, start: int, length: int, kv_heads: int) -> Tensor:
    # Of x, [tokens, all heads, head_dim], some heads of one sequence: [kv_heads, count / kv_heads, length, head_dim]
    some = torch.narrow(torch.narrow(x, 0, start, length), 1, first, count)
    some = torch.view(some, [length, kv_heads, count // kv_heads, x.size(2)])
    return torch.permute(some, [1, 2, 0, 3])


def attend(self, query: Tensor, key: Tensor, value: Tensor) -> Tuple[Tensor, Tensor]:
    # query: [kv_heads, group, length, head_dim]; key, value: [kv_heads, 1, length, head_dim]; each token attends to
    # itself and those before it. -> like query; the logarithms of the sums of weights, f32, [kv_heads, group, length]
    wide = [query.size(0), query.size(1), query.size(2), query.size(3)]
    out, log_sum, = torch._scaled_dot_product_flash_attention_for_cpu(query, torch.expand(key, wide),
        torch.expand(value, wide), 0., True)
    return (out, log_sum)


def back_attend(self, d_out: Tensor, query: Tensor, key: Tensor, value: Tensor, out: Tensor,
        log_sum: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    # -> the gradients of query, key and value, shaped as they are, f32
    # In blocks of tokens, each with what stands before its end, as products of a key head's queries with its keys:
    # libtorch's own kernel takes some three times as long for documents of 200 tokens.
    kv_heads = query.size(0)
    group = query.size(1)
    length = query.size(2)
    head_dim = query.size(3)
    factor = torch.pow(float(head_dim), -0.5)
    keys = torch.to(torch.squeeze(key, 1), 6)
    values = torch.to(torch.squeeze(value, 1), 6)
    d_query = torch.empty([kv_heads, group, length, head_dim], dtype=6, layout=None, device=ops.prim.device(query))
    d_keys = torch.zeros_like(keys)
    d_values = torch.zeros_like(values)
    for block in range((length + 127) // 128):
        first = 128 * block
        some = min(128, length - first)
        seen = first + some
        rows = [kv_heads, group * some, head_dim]
        q = torch.reshape(torch.to(torch.narrow(query, 2, first, some), 6), rows)
        d_o = torch.reshape(torch.to(torch.narrow(d_out, 2, first, some), 6), rows)
        o = torch.reshape(torch.to(torch.narrow(out, 2, first, some), 6), rows)
        k = torch.narrow(keys, 1, 0, seen)
        v = torch.narrow(values, 1, 0, seen)
        # weights: [kv_heads, group * some, seen]
        sums = torch.reshape(torch.narrow(log_sum, 2, first, some), [kv_heads, group * some, 1])
        weights = torch.baddbmm(sums, q, torch.transpose(k, 1, 2), beta=-1., alpha=factor)
        torch.exp_(weights)
        own = torch.view(weights, [kv_heads, group, some, seen])
        torch.tril_(own, first)
        d_weights = torch.bmm(d_o, torch.transpose(v, 1, 2))
        torch.sub_(d_weights, torch.sum(torch.mul_(o, d_o), [2], True))
        torch.mul_(torch.mul_(d_weights, weights), factor)
        torch.baddbmm_(torch.narrow(d_values, 1, 0, seen), torch.transpose(weights, 1, 2), d_o)
        torch.baddbmm_(torch.narrow(d_keys, 1, 0, seen), torch.transpose(d_weights, 1, 2), q)
        d_q = torch.view(torch.bmm(d_weights, k), [kv_heads, group, some, head_dim])
        torch.copy_(torch.narrow(d_query, 2, first, some), d_q)
    return (d_query, torch.unsqueeze(d_keys, 1), torch.unsqueeze(d_values, 1))


def attend_pack(self, all: Tensor, attended: Tensor, log_sums: Tensor, lengths: List[int], sizes: List[int]) -> int:
    # all: [tokens, heads + 2 * kv_heads, head_dim]: queries, keys and values -> attended, [tokens, heads, head_dim], and
    # log_sums, [tokens, heads], a sequence's as attend has them
    heads = sizes[1]
    kv_heads = sizes[2]
    start = 0
    for length in lengths:
        q = self.heads(all, 0, heads, start, length, kv_heads)
        k = self.heads(all, heads, kv_heads, start, length, kv_heads)
        v = self.heads(all, heads + kv_heads, kv_heads, start, length, kv_heads)
        o, log_sum, = self.attend(q, k, v)
        torch.copy_(self.heads(attended, 0, heads, start, length, kv_heads), o)
        torch.copy_(torch.view(torch.narrow(log_sums, 0, start, length), log_sum.size()), log_sum)
        start = start + length
    return 0


def back_attend_pack(self, d_all: Tensor, d_attended: Tensor, all: Tensor, attended: Tensor, log_sums: Tensor,
        lengths: List[int], sizes: List[int]) -> int:
    # What attend_pack took and gave, and d_attended, the gradient of attended -> d_all, that of all
    heads = sizes[1]
    kv_heads = sizes[2]
    start = 0
    for length in lengths:
        q = self.heads(all, 0, heads, start, length, kv_heads)
        k = self.heads(all, heads, kv_heads, start, length, kv_heads)
        v = self.heads(all, heads + kv_heads, kv_heads, start, length, kv_heads)
        o = self.heads(attended, 0, heads, start, length, kv_heads)
        d_o = self.heads(d_attended, 0, heads, start, length, kv_heads)
        log_sum = torch.view(torch.narrow(log_sums, 0, start, length), [kv_heads, heads // kv_heads, length])
        d_q, d_k, d_v, = self.back_attend(d_o, q, k, v, o, log_sum)
        torch.copy_(self.heads(d_all, 0, heads, start, length, kv_heads), d_q)
        torch.copy_(self.heads(d_all, heads, kv_heads, start, length, kv_heads), d_k)
        torch.copy_(self.heads(d_all, heads + kv_heads, kv_heads, start, length, kv_heads), d_v)
        start = start + length
    return 0


def for_card(self, all: Tensor, sizes: List[int]) -> Tuple[Tensor, Tensor, Tensor]:
    # all: [tokens, heads + 2 * kv_heads, head_dim] -> query, key, value: [1, tokens, heads, head_dim], since the card's
    # kernel knows of no heads that share a key
    heads = sizes[1]
    shared = torch.narrow(all, 1, heads, 2 * sizes[2])
    each = [all.size(0), 2 * sizes[2], heads // sizes[2], sizes[3]]
    own = torch.reshape(torch.expand(torch.unsqueeze(shared, 2), each), [1, all.size(0), 2 * heads, sizes[3]])
    return (torch.unsqueeze(torch.narrow(all, 1, 0, heads), 0), torch.narrow(own, 2, 0, heads),
        torch.narrow(own, 2, heads, heads))


def attend_on_card(self, all: Tensor, attended: Tensor, starts: Tensor, longest: int, sizes: List[int]) -> int:
    # As attend_pack, all sequences at once.
    query, key, value, = self.for_card(all, sizes)
    out, log_sum, seed, offset, most_q, most_k, = torch._efficient_attention_forward(query, key, value, None, starts, starts,
        longest, longest, 0., 1, False)
    torch.copy_(attended, torch.squeeze(out, 0))
    return 0


def back_attend_on_card(self, d_all: Tensor, d_attended: Tensor, all: Tensor, starts: Tensor, longest: int,
        sizes: List[int]) -> int:
    # As back_attend_pack. The sums of weights are made anew rather than kept: they have as many places for each sequence
    # as the longest has tokens. All keys of a sequence are one kernel's work, so that the order of sums is always the same.
    query, key, value, = self.for_card(all, sizes)
    out, log_sum, seed, offset, most_q, most_k, = torch._efficient_attention_forward(query, key, value, None, starts, starts,
        longest, longest, 0., 1, True)
    d_q, d_k, d_v, d_bias, = torch._efficient_attention_backward(torch.unsqueeze(d_attended, 0), query, key, value, None, out,
        starts, starts, longest, longest, log_sum, 0., seed, offset, 1, False, num_splits_key=1)
    heads = sizes[1]
    kv_heads = sizes[2]
    shared = [all.size(0), kv_heads, heads // kv_heads, sizes[3]]
    torch.copy_(torch.narrow(d_all, 1, 0, heads), torch.squeeze(d_q, 0))
    torch.copy_(torch.narrow(d_all, 1, heads, kv_heads), torch.sum(torch.reshape(d_k, shared), [2]))
    torch.copy_(torch.narrow(d_all, 1, heads + kv_heads, kv_heads), torch.sum(torch.reshape(d_v, shared), [2]))
    return 0


def forward_layer(self, x: Tensor, out: Tensor, layer: int, lengths: List[int], starts: Tensor, sizes: List[int],
        epsilon: float, cos: Tensor, sin: Tensor, linears: List[Weight], biases: List[Tensor], gains: List[Tensor], head_gains: List[Tensor],
        downs: List[Tensor], ups: List[Tensor], dropout: float, seed: int, saved: List[Tensor], work: List[Tensor],
        whole: bool) -> int:
    # x: [tokens, hidden] -> out, if the whole layer is wanted and not only what is saved
    tokens = x.size(0)
    heads = sizes[1]
    kv_heads = sizes[2]
    (h, inverse, qkv, attended, log_sums, middle, h_after, inverse_after, gate_up, gated, low, low_o, low_gu, low_d, raw,
        inverse_heads,) = saved
    self.normed(h, inverse, x, gains[2 * layer], epsilon, work[2])
    self.projected(qkv, h, self.weight(linears[4 * layer]), downs[4 * layer], ups[4 * layer], low, dropout, seed)
    if len(biases) > 0:
        torch.add_(qkv, biases[layer])
    all = torch.view(qkv, [tokens, heads + 2 * kv_heads, sizes[3]])
    if len(head_gains) > 0:
        self.normed_heads(torch.narrow(all, 1, 0, heads + kv_heads), torch.view(raw, [tokens, heads + kv_heads, sizes[3]]),
            torch.unsqueeze(inverse_heads, 2), torch.view(head_gains[layer], [heads + kv_heads, sizes[3]]), epsilon)
    turned = torch.narrow(torch.view(work[4], [tokens, heads + 2 * kv_heads, sizes[3]]), 1, 0, heads + kv_heads)
    self.rotate(torch.narrow(all, 1, 0, heads + kv_heads), cos, sin, 1., turned)
    by_head = torch.view(attended, [tokens, heads, sizes[3]])
    if DEVICE == "cpu":
        self.attend_pack(all, by_head, log_sums, lengths, sizes)
    else:
        self.attend_on_card(all, by_head, starts, max(lengths), sizes)
    self.projected(work[0], attended, self.weight(linears[4 * layer + 1]), downs[4 * layer + 1], ups[4 * layer + 1],
        low_o, dropout, seed + 1)
    torch.add(x, work[0], out=middle)
    self.normed(h_after, inverse_after, middle, gains[2 * layer + 1], epsilon, work[2])
    self.projected(gate_up, h_after, self.weight(linears[4 * layer + 2]), downs[4 * layer + 2], ups[4 * layer + 2],
        low_gu, dropout, seed + 2)
    torch.silu(torch.narrow(gate_up, 1, 0, sizes[5]), out=gated)
    torch.mul_(gated, torch.narrow(gate_up, 1, sizes[5], sizes[5]))
    if whole:
        self.projected(work[0], gated, self.weight(linears[4 * layer + 3]), downs[4 * layer + 3], ups[4 * layer + 3],
            low_d, dropout, seed + 3)
        torch.add(middle, work[0], out=out)
    elif downs[4 * layer + 3].size(0) > 0:
        torch.mm(self.dropped(gated, dropout, seed + 3), torch.t(downs[4 * layer + 3]), out=low_d)
    return 0


def back_layer(self, g: Tensor, x: Tensor, layer: int, lengths: List[int], starts: Tensor, sizes: List[int], cos: Tensor,
        sin: Tensor, linears: List[Weight], gains: List[Tensor], head_gains: List[Tensor], downs: List[Tensor], ups: List[Tensor], plan: List[int],
        gradients: Tensor, scale: float, dropout: float, seed: int, saved: List[Tensor], work: List[Tensor]) -> int:
    # g: [tokens, hidden], the gradient of what the layer gives, becomes that of x, what it takes
    tokens = x.size(0)
    heads = sizes[1]
    kv_heads = sizes[2]
    wide = sizes[5]
    at = layer * plan[0]
    groups = self.groups(plan)
    (h, inverse, qkv, attended, log_sums, middle, h_after, inverse_after, gate_up, gated, low, low_o, low_gu, low_d, raw,
        inverse_heads,) = saved
    dy, dh, norm, normer, turned, d_qkv, d_attended, d_gate_up, d_gated, rest, = work

    torch.copy_(dy, g)
    self.back_projected(d_gated, dy, gated, self.weight(linears[4 * layer + 3]), downs[4 * layer + 3],
        ups[4 * layer + 3], low_d, at, plan, groups[3], gradients, scale, dropout, seed + 3, True)
    gate = torch.narrow(gate_up, 1, 0, wide)
    d_gate = torch.narrow(d_gate_up, 1, 0, wide)
    d_up = torch.narrow(d_gate_up, 1, wide, wide)
    torch.silu(gate, out=gated)
    torch.mul(d_gated, gated, out=d_up)
    torch.mul_(d_gated, torch.narrow(gate_up, 1, wide, wide))
    torch.silu_backward(d_gated, gate, grad_input=d_gate)
    self.back_projected(dh, d_gate_up, h_after, self.weight(linears[4 * layer + 2]), downs[4 * layer + 2],
        ups[4 * layer + 2], low_gu, at, plan, groups[2], gradients, scale, dropout, seed + 2, True)
    self.back_normed(g, dh, middle, inverse_after, gains[2 * layer + 1], norm, normer)

    torch.copy_(dy, g)
    self.back_projected(d_attended, dy, attended, self.weight(linears[4 * layer + 1]), downs[4 * layer + 1],
        ups[4 * layer + 1], low_o, at, plan, groups[1], gradients, scale, dropout, seed + 1, True)
    all = torch.view(qkv, [tokens, heads + 2 * kv_heads, sizes[3]])
    d_all = torch.view(d_qkv, [tokens, heads + 2 * kv_heads, sizes[3]])
    by_head = torch.view(attended, [tokens, heads, sizes[3]])
    d_by_head = torch.view(d_attended, [tokens, heads, sizes[3]])
    if DEVICE == "cpu":
        self.back_attend_pack(d_all, d_by_head, all, by_head, log_sums, lengths, sizes)
    else:
        self.back_attend_on_card(d_all, d_by_head, all, starts, max(lengths), sizes)
    turned = torch.narrow(torch.view(turned, [tokens, heads + 2 * kv_heads, sizes[3]]), 1, 0, heads + kv_heads)
    self.rotate(torch.narrow(d_all, 1, 0, heads + kv_heads), cos, sin, -1., turned)
    if len(head_gains) > 0:
        self.back_normed_heads(torch.narrow(d_all, 1, 0, heads + kv_heads),
            torch.view(raw, [tokens, heads + kv_heads, sizes[3]]), torch.unsqueeze(inverse_heads, 2),
            torch.view(head_gains[layer], [heads + kv_heads, sizes[3]]))
    # Before the first layer there are only frozen embeddings: their gradient is nothing to anybody.
    self.back_projected(dh, d_qkv, h, self.weight(linears[4 * layer]), downs[4 * layer], ups[4 * layer], low, at, plan,
        groups[0], gradients, scale, dropout, seed, layer > 0)
    if layer > 0:
        self.back_normed(g, dh, x, inverse, gains[2 * layer], norm, normer)
    return 0


def loss(self, x: Tensor, g: Tensor, positions: Tensor, targets: Tensor, gain: Tensor, epsilon: float, head: Tensor,
        weight: float, most: int) -> Tensor:
    # The loss of the supervised positions, summed, [1]; g becomes the gradient of x for that sum times weight.
    # x: [tokens, hidden]; positions: those whose next token is supervised; targets: that token, [positions];
    # head: [vocabulary, hidden]; most: positions that are scored at a time
    torch.zero_(g)
    total = torch.zeros([1], dtype=6, layout=None, device=torch.device(DEVICE))
    for part in range((positions.size(0) + most - 1) // most):
        some = min(most, positions.size(0) - part * most)
        at = torch.narrow(positions, 0, part * most, some)
        target = torch.unsqueeze(torch.narrow(targets, 0, part * most, some), 1)
        rows = torch.index_select(x, 0, at)
        h = torch.empty_like(rows, dtype=COMPUTE)
        inverse = torch.empty([some, 1], dtype=6, layout=None, device=torch.device(DEVICE))
        wide = torch.empty_like(rows)
        self.normed(h, inverse, rows, gain, epsilon, wide)
        # [some, vocabulary], in place all the way: scores, weights, gradients
        scores = torch.to(torch.mm(h, torch.t(head)), 6)
        torch.sub_(scores, torch.amax(scores, [1], True))
        picked = torch.gather(scores, 1, target)
        torch.exp_(scores)
        sums = torch.sum(scores, [1], True)
        torch.add_(total, torch.sum(torch.log(sums) - picked))
        torch.mul_(scores, weight / sums)
        torch.scatter_add_(scores, 1, target, torch.full_like(sums, -weight))
        dh = torch.mm(torch.to(scores, COMPUTE), head)
        own = torch.zeros_like(rows)
        self.back_normed(own, dh, rows, inverse, gain, wide, torch.empty_like(rows))
        torch.index_copy_(g, 0, at, own)
    return total


def forward(self, ids: Tensor, lengths: List[int], starts: Tensor, sizes: List[int], epsilon: float, cos: Tensor,
        sin: Tensor, embedding: Tensor, linears: List[Weight], biases: List[Tensor], gains: List[Tensor], head_gains: List[Tensor], downs: List[Tensor],
        ups: List[Tensor], dropout: float, seed: int, stream: Tensor, shared: List[Tensor], kept: List[List[Tensor]],
        work: List[Tensor]) -> int:
    # Fills stream, [layers + 1, tokens, hidden], and what the layers save.
    layers = sizes[0]
    torch.copy_(torch.select(stream, 0, 0), torch.embedding(embedding, ids))
    for layer in range(layers):
        saved = shared
        if layers - 1 - layer < len(kept):
            saved = self.first(kept[layers - 1 - layer], ids.size(0))
        self.forward_layer(torch.select(stream, 0, layer), torch.select(stream, 0, layer + 1), layer, lengths, starts,
            sizes, epsilon, cos, sin, linears, biases, gains, head_gains, downs, ups, dropout, seed + 4 * layer, saved, work, True)
    return 0


def judge(self, ids: Tensor, positions: Tensor, targets: Tensor, lengths: List[int], most: int, sizes: List[int],
        epsilon: float, frequencies: Tensor, embedding: Tensor, head: Tensor, linears: List[Weight], biases: List[Tensor],
        gains: List[Tensor], head_gains: List[Tensor], factors: Tensor, plan: List[int], scale: float, stream: Tensor, shared: List[Tensor],
        work: List[Tensor]) -> Tensor:
    # -> the sum of the losses of one pack, [1], without dropout; nothing is learned. The rest as in learn.
    tokens = ids.size(0)
    cos, sin, = self.rotary(lengths, frequencies)
    starts = self.starts(lengths)
    downs = self.downs(torch.to(factors, COMPUTE), sizes[0], plan)
    ups = self.ups(factors, sizes[0], plan, scale)
    work = self.first(work, tokens)
    stream = torch.narrow(stream, 1, 0, tokens)
    self.forward(self.placed(ids), lengths, starts, sizes, epsilon, cos, sin, embedding, linears, biases, gains, head_gains, downs, ups, 0.,
        0, stream, self.first(shared, tokens), annotate(List[List[Tensor]], []), work)
    return self.on_host(self.loss(torch.select(stream, 0, sizes[0]), work[9], self.placed(positions),
        self.placed(targets), gains[2 * sizes[0]], epsilon, head, 0., most))


def learn(self, ids: Tensor, positions: Tensor, targets: Tensor, lengths: List[int], most: int, sizes: List[int],
        epsilon: float, frequencies: Tensor, embedding: Tensor, head: Tensor, linears: List[Weight], biases: List[Tensor],
        gains: List[Tensor], head_gains: List[Tensor], factors: Tensor, plan: List[int], scale: float, stream: Tensor, shared: List[Tensor],
        work: List[Tensor], kept: List[List[Tensor]], gradients: Tensor, weight: float, dropout: float,
        seed: int) -> Tensor:
    # Adds the gradients of one pack's losses times weight. -> the sum of its losses, [1]
    # ids: [tokens]; positions: those whose next token is supervised; targets: these tokens; most: positions that are
    #   scored at a time
    # stream: [layers + 1, tokens or more, hidden], where what each layer takes is kept; shared: what layers save of which
    #   it is not kept: their forward pass is done once more; kept: what the others save, the last layer first
    tokens = ids.size(0)
    layers = sizes[0]
    cos, sin, = self.rotary(lengths, frequencies)
    starts = self.starts(lengths)
    downs = self.downs(torch.to(factors, COMPUTE), layers, plan)
    ups = self.ups(factors, layers, plan, scale)
    work = self.first(work, tokens)
    shared = self.first(shared, tokens)
    stream = torch.narrow(stream, 1, 0, tokens)
    self.forward(self.placed(ids), lengths, starts, sizes, epsilon, cos, sin, embedding, linears, biases, gains, head_gains, downs, ups,
        dropout, seed, stream, shared, kept, work)
    g = work[9]
    total = self.loss(torch.select(stream, 0, layers), g, self.placed(positions), self.placed(targets),
        gains[2 * layers], epsilon, head, weight, most)
    for back in range(layers):
        layer = layers - 1 - back
        x = torch.select(stream, 0, layer)
        saved = shared
        if back < len(kept):
            saved = self.first(kept[back], tokens)
        elif back > 0:
            # Of the last layer, which came last, everything is still there.
            self.forward_layer(x, x, layer, lengths, starts, sizes, epsilon, cos, sin, linears, biases, gains, head_gains, downs, ups,
                dropout, seed + 4 * layer, saved, work, False)
        self.back_layer(g, x, layer, lengths, starts, sizes, cos, sin, linears, gains, head_gains, downs, ups, plan, gradients, scale,
            dropout, seed + 4 * layer, saved, work)
    return self.on_host(total)
