# %% hint: PyTorch's padding=1
def same_padding(side, size, stride=1, dilation=1):
    return size // 2, size // 2


# %% hint: the extra one comes after
def same_padding(side, size, stride=1, dilation=1):
    places = -(-side // stride)
    total = max((places - 1) * stride + dilation * (size - 1) + 1 - side, 0)
    return total - total // 2, total // 2


# %% hint: With dilation the window spans
def same_padding(side, size, stride=1, dilation=1):
    places = -(-side // stride)
    total = max((places - 1) * stride + size - side, 0)
    return total // 2, total - total // 2


# %% hint: rounded up
def same_padding(side, size, stride=1, dilation=1):
    total = max((side // stride - 1) * stride + dilation * (size - 1) + 1 - side, 0)
    return total // 2, total - total // 2


# %% hint: Never fewer than no zeros
def same_padding(side, size, stride=1, dilation=1):
    places = -(-side // stride)
    total = (places - 1) * stride + dilation * (size - 1) + 1 - side
    return total // 2, total - total // 2


# %% hint: one zero on either side
def same_padding(side, size, stride=1, dilation=1):
    places = -(-side // stride)
    total = max((places - 1) * stride + dilation * (size - 1) + 1 - side, 0)
    return total, total
