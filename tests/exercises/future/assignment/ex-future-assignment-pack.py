# %% hint: The first of two codes has the lower
def pack(weights, group):
    """Two codes a byte, uint8, and the scales, float32."""
    starts = np.arange(0, len(weights), group)
    largest = np.maximum.reduceat(np.abs(weights), starts)
    scales = np.where(largest > 0, largest / 7, 1.0).astype(np.float32)
    codes = np.round(weights / np.repeat(scales.astype(np.float64), group)[: len(weights)])
    stored = np.append(codes.clip(-7, 7) + 8, [0] * (len(codes) % 2)).astype(np.uint8)
    return stored[1::2] | (stored[::2] << 4), scales

def unpack(packed, scales, group, n):
    """The n weights that the codes and scales stand for, float64."""
    codes = np.stack([packed & 15, packed >> 4], axis=1).ravel()[:n].astype(np.float64) - 8
    return codes * np.repeat(scales.astype(np.float64), group)[:n]
# %% hint: it is rounded to the even one
def pack(weights, group):
    """Two codes a byte, uint8, and the scales, float32."""
    starts = np.arange(0, len(weights), group)
    largest = np.maximum.reduceat(np.abs(weights), starts)
    scales = np.where(largest > 0, largest / 7, 1.0).astype(np.float32)
    codes = np.floor(weights / np.repeat(scales.astype(np.float64), group)[: len(weights)] + 0.5)
    stored = np.append(codes.clip(-7, 7) + 8, [0] * (len(codes) % 2)).astype(np.uint8)
    return stored[::2] | (stored[1::2] << 4), scales

def unpack(packed, scales, group, n):
    """The n weights that the codes and scales stand for, float64."""
    codes = np.stack([packed & 15, packed >> 4], axis=1).ravel()[:n].astype(np.float64) - 8
    return codes * np.repeat(scales.astype(np.float64), group)[:n]
# %% hint: nothing may be divided by 0
def pack(weights, group):
    """Two codes a byte, uint8, and the scales, float32."""
    starts = np.arange(0, len(weights), group)
    largest = np.maximum.reduceat(np.abs(weights), starts)
    scales = (largest / 7).astype(np.float32)
    codes = np.round(weights / np.repeat(scales.astype(np.float64), group)[: len(weights)])
    stored = np.append(codes.clip(-7, 7) + 8, [0] * (len(codes) % 2)).astype(np.uint8)
    return stored[::2] | (stored[1::2] << 4), scales

def unpack(packed, scales, group, n):
    """The n weights that the codes and scales stand for, float64."""
    codes = np.stack([packed & 15, packed >> 4], axis=1).ravel()[:n].astype(np.float64) - 8
    return codes * np.repeat(scales.astype(np.float64), group)[:n]
# %% hint: divided by 7: 1 and 2
def pack(weights, group):
    """Two codes a byte, uint8, and the scales, float32."""
    starts = np.arange(0, len(weights), group)
    largest = np.maximum.reduceat(np.abs(weights), starts)
    scales = np.where(largest > 0, largest / 8, 1.0).astype(np.float32)
    codes = np.round(weights / np.repeat(scales.astype(np.float64), group)[: len(weights)])
    stored = np.append(codes.clip(-7, 7) + 8, [0] * (len(codes) % 2)).astype(np.uint8)
    return stored[::2] | (stored[1::2] << 4), scales

def unpack(packed, scales, group, n):
    """The n weights that the codes and scales stand for, float64."""
    codes = np.stack([packed & 15, packed >> 4], axis=1).ravel()[:n].astype(np.float64) - 8
    return codes * np.repeat(scales.astype(np.float64), group)[:n]
# %% hint: stands alone: the upper bits
def pack(weights, group):
    """Two codes a byte, uint8, and the scales, float32."""
    starts = np.arange(0, len(weights), group)
    largest = np.maximum.reduceat(np.abs(weights), starts)
    scales = np.where(largest > 0, largest / 7, 1.0).astype(np.float32)
    codes = np.round(weights / np.repeat(scales.astype(np.float64), group)[: len(weights)])
    stored = np.append(codes.clip(-7, 7) + 8, [8] * (len(codes) % 2)).astype(np.uint8)
    return stored[::2] | (stored[1::2] << 4), scales

def unpack(packed, scales, group, n):
    """The n weights that the codes and scales stand for, float64."""
    codes = np.stack([packed & 15, packed >> 4], axis=1).ravel()[:n].astype(np.float64) - 8
    return codes * np.repeat(scales.astype(np.float64), group)[:n]
# %% hint: Take 8 away again
def pack(weights, group):
    """Two codes a byte, uint8, and the scales, float32."""
    starts = np.arange(0, len(weights), group)
    largest = np.maximum.reduceat(np.abs(weights), starts)
    scales = np.where(largest > 0, largest / 7, 1.0).astype(np.float32)
    codes = np.round(weights / np.repeat(scales.astype(np.float64), group)[: len(weights)])
    stored = np.append(codes.clip(-7, 7) + 8, [0] * (len(codes) % 2)).astype(np.uint8)
    return stored[::2] | (stored[1::2] << 4), scales

def unpack(packed, scales, group, n):
    """The n weights that the codes and scales stand for, float64."""
    codes = np.stack([packed & 15, packed >> 4], axis=1).ravel()[:n].astype(np.float64)
    return codes * np.repeat(scales.astype(np.float64), group)[:n]
# %% hint: each has the scale of its own group
def pack(weights, group):
    """Two codes a byte, uint8, and the scales, float32."""
    starts = np.arange(0, len(weights), group)
    largest = np.maximum.reduceat(np.abs(weights), starts)
    scales = np.where(largest > 0, largest / 7, 1.0).astype(np.float32)
    codes = np.round(weights / np.repeat(scales.astype(np.float64), group)[: len(weights)])
    stored = np.append(codes.clip(-7, 7) + 8, [0] * (len(codes) % 2)).astype(np.uint8)
    return stored[::2] | (stored[1::2] << 4), scales

def unpack(packed, scales, group, n):
    """The n weights that the codes and scales stand for, float64."""
    codes = np.stack([packed & 15, packed >> 4], axis=1).ravel()[:n].astype(np.float64) - 8
    return codes * np.repeat(scales.astype(np.float64), (group + 1) // 2 * 2)[:n]
