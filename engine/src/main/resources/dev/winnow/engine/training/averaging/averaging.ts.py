# The mean of low-rank products, in 64 bits.


def mean(self, downs: List[Tensor], ups: List[Tensor], weights: Tensor) -> List[Tensor]:
    # downs: A of each part, [rank, inputs]; ups: B of each, [outputs, rank]; weights: [parts], whole numbers
    # -> A, B, and [norm of the mean of B A, norm of what the new B A lacks of it]
    rank = downs[0].size(0)
    shares = torch.to(weights, 7) / torch.sum(torch.to(weights, 7))
    all_downs = annotate(List[Tensor], [])
    all_ups = annotate(List[Tensor], [])
    middle = torch.zeros_like(torch.to(downs[0], 7))
    squares = torch.zeros_like(torch.select(shares, 0, 0))
    for part in range(weights.size(0)):
        share = torch.select(shares, 0, part)
        one = torch.to(downs[part], 7)
        all_downs = torch.append(all_downs, one)
        all_ups = torch.append(all_ups, torch.to(ups[part], 7) * share)
        middle = middle + one * share
        squares = squares + torch.sum(one * one) * share

    # The mean is what stands side by side, times what stands below one another: only the core between the two
    # orthogonal sides has singular values, parts * rank of them.
    beside = torch.cat(all_ups, 1)
    below = torch.cat(all_downs, 0)
    q_up, r_up = torch.linalg_qr(beside)
    q_down, r_down = torch.linalg_qr(torch.t(below))
    u, all_s, v = torch.linalg_svd(torch.matmul(r_up, torch.t(r_down)), False)
    # What parts take from each other leaves the rounding of 64 bits.
    least = torch.linalg_vector_norm(beside, 2) * torch.linalg_vector_norm(below, 2) * 1e-12
    s = all_s * torch.to(torch.gt(all_s, least), 7)
    kept = min(rank, int(torch.sum(torch.gt(s, 0))))
    left = torch.matmul(q_up, torch.slice(u, 1, 0, kept) * torch.slice(s, 0, 0, kept))  # [outputs, kept]
    right = torch.matmul(torch.slice(v, 0, 0, kept), torch.t(q_down))  # [kept, inputs], orthonormal rows

    # Rows of A that the mean has no use for point where the parts' did: a factor of nothing would never learn again.
    rest = middle - torch.matmul(torch.matmul(middle, torch.t(right)), right)
    q_rest, r_rest = torch.linalg_qr(torch.t(rest))
    u_rest, s_rest, v_rest = torch.linalg_svd(r_rest, False)
    more = torch.t(torch.matmul(q_rest, torch.slice(u_rest, 1, 0, rank - kept)))  # [rank - kept, inputs]
    basis = torch.cat([right, more], 0)  # [rank, inputs]

    # Of all factors of this product those whose A is nearest to the parts' mean of A: where training had it.
    w, given, z = torch.linalg_svd(torch.matmul(middle, torch.t(basis)), False)
    usual = torch.clamp_min(torch.sqrt(squares / rank), 1e-30)
    sizes = torch.maximum(given, usual * 0.1)
    down = torch.matmul(w * sizes, torch.matmul(z, basis))
    inverse = torch.matmul(torch.t(z), torch.t(w / sizes))  # [rank, rank]
    up = torch.matmul(left, torch.slice(inverse, 0, 0, kept))
    norms = torch.stack([torch.linalg_vector_norm(s, 2), torch.linalg_vector_norm(torch.slice(s, 0, kept), 2)], 0)
    return [torch.contiguous(torch.to(down, 6)), torch.contiguous(torch.to(up, 6)), torch.to(norms, 6)]
