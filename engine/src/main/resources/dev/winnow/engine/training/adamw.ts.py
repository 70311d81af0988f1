# AdamW (Loshchilov and Hutter, arXiv 1711.05101) on pages of all factors' numbers in one row.


def cleared(self, gradients: Tensor) -> int:
    torch.zero_(gradients)
    return 0


def norm(self, gradients: Tensor) -> Tensor:
    # -> the root of the sum of all squares, [1], added up in 64 bits
    return self.on_host(torch.unsqueeze(torch.linalg_vector_norm(gradients, 2, None, False, dtype=7), 0))


def page(self, values: int) -> Tensor:
    # -> a page's state, all nothing, on the device
    return torch.zeros([2, values], dtype=6, layout=None, device=torch.device(DEVICE))


def step_page(self, factors: Tensor, gradients: Tensor, first: int, count: int, state: Tensor, clipped: float, rate: float,
        decay: float, beta_1: float, beta_2: float, epsilon: float, correction_1: float, correction_2: float) -> int:
    # factors, gradients: [values], of which those from first are stepped; state: [2, count or more], the moving means of
    # gradients and of their squares; in the memory of the CPU or of the device, which it comes to for the step.
    # clipped: what gradients are multiplied by; corrections: 1 - beta^step, of the second its root
    p = torch.narrow(factors, 0, first, count)
    g = torch.narrow(gradients, 0, first, count) * clipped
    here = self.placed(state)
    m = torch.narrow(torch.select(here, 0, 0), 0, 0, count)
    v = torch.narrow(torch.select(here, 0, 1), 0, 0, count)
    torch.mul_(p, 1. - rate * decay)
    torch.lerp_(m, g, 1. - beta_1)
    torch.addcmul_(torch.mul_(v, beta_2), g, g, value=1. - beta_2)
    root = torch.add_(torch.div_(torch.sqrt(v), correction_2), epsilon)
    torch.addcdiv_(p, m, root, value=-rate / correction_1)
    if DEVICE != "cpu":
        # Nothing is done where it is the same.
        torch.copy_(state, here)
    return 0
