# %% hint: Without padding the kernel has only
def convolution_macs(side, inputs, outputs, kernel, stride=1, padding=0, groups=1):
    return (side // stride) ** 2 * outputs * (inputs // groups) * kernel**2


# %% hint: 2 × 2 places, 9 multiply–adds each
def convolution_macs(side, inputs, outputs, kernel, stride=1, padding=0, groups=1):
    out_side = (side + 2 * padding - kernel) // stride + 1
    return 2 * out_side**2 * outputs * (inputs // groups) * kernel**2


# %% hint: Every output channel adds up every input channel
def convolution_macs(side, inputs, outputs, kernel, stride=1, padding=0, groups=1):
    out_side = (side + 2 * padding - kernel) // stride + 1
    return out_side**2 * outputs * kernel**2


# %% hint: Padding is added on both sides
def convolution_macs(side, inputs, outputs, kernel, stride=1, padding=0, groups=1):
    out_side = (side + padding - kernel) // stride + 1
    return out_side**2 * outputs * (inputs // groups) * kernel**2


# %% hint: With groups an output channel sees
def convolution_macs(side, inputs, outputs, kernel, stride=1, padding=0, groups=1):
    out_side = (side + 2 * padding - kernel) // stride + 1
    return out_side**2 * outputs * inputs * kernel**2


# %% hint: With stride 2 and padding 1 a side of 9 becomes 5
def convolution_macs(side, inputs, outputs, kernel, stride=1, padding=0, groups=1):
    out_side = (side + 2 * padding - kernel + 1) // stride
    return out_side**2 * outputs * (inputs // groups) * kernel**2
