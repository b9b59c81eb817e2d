# %% hint: the root of the variance
def fold(kernel, bias, gamma, beta, mean, variance, epsilon):
    """Weight (out, in, height, width) and bias (out,) of the folded convolution."""
    factor = (1.0 if gamma is None else gamma) / (variance + epsilon)
    shift = ((0.0 if bias is None else bias) - mean) * factor + (0.0 if beta is None else beta)
    return (kernel * factor).transpose(3, 2, 0, 1), shift
# %% hint: PyTorch's layout is
def fold(kernel, bias, gamma, beta, mean, variance, epsilon):
    """Weight (out, in, height, width) and bias (out,) of the folded convolution."""
    factor = (1.0 if gamma is None else gamma) / np.sqrt(variance + epsilon)
    shift = ((0.0 if bias is None else bias) - mean) * factor + (0.0 if beta is None else beta)
    return (kernel * factor), shift
# %% hint: kernel[h, w, i, o] becomes weight[o, i, h, w]
def fold(kernel, bias, gamma, beta, mean, variance, epsilon):
    """Weight (out, in, height, width) and bias (out,) of the folded convolution."""
    factor = (np.ones_like(mean) if gamma is None else gamma) / np.sqrt(variance + epsilon)
    shift = ((0.0 if bias is None else bias) - mean) * factor + (0.0 if beta is None else beta)
    return (kernel * factor[:, None]).transpose(3, 2, 0, 1), shift
# %% hint: The old bias passes through
def fold(kernel, bias, gamma, beta, mean, variance, epsilon):
    """Weight (out, in, height, width) and bias (out,) of the folded convolution."""
    factor = (1.0 if gamma is None else gamma) / np.sqrt(variance + epsilon)
    shift = (0.0 if bias is None else bias) - mean * factor + (0.0 if beta is None else beta)
    return (kernel * factor).transpose(3, 2, 0, 1), shift
# %% hint: epsilon belongs under the root
def fold(kernel, bias, gamma, beta, mean, variance, epsilon):
    """Weight (out, in, height, width) and bias (out,) of the folded convolution."""
    factor = (1.0 if gamma is None else gamma) / (np.sqrt(variance) + epsilon * 0)
    shift = ((0.0 if bias is None else bias) - mean) * factor + (0.0 if beta is None else beta)
    return (kernel * factor).transpose(3, 2, 0, 1), shift
# %% hint: Leave the arguments as they were
def fold(kernel, bias, gamma, beta, mean, variance, epsilon):
    """Weight (out, in, height, width) and bias (out,) of the folded convolution."""
    factor = (1.0 if gamma is None else gamma) / np.sqrt(variance + epsilon)
    shift = ((0.0 if bias is None else bias) - mean) * factor + (0.0 if beta is None else beta)
    kernel *= factor
    return kernel.transpose(3, 2, 0, 1), shift
