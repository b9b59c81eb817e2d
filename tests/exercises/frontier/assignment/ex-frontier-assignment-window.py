# %% hint: biases are mirrored
def window_attention(q, k, v, bias, real):
    reach = len(bias) // 2
    y = np.zeros((len(q), v.shape[1]))
    for i in range(len(q)):
        keys = [j for j in range(len(q)) if abs(j - i) <= reach and real[j]]
        if keys:
            s = np.array([q[i] @ k[j] / np.sqrt(q.shape[1]) + bias[reach + i - j] for j in keys])
            w = np.exp(s - s.max())
            y[i] = w @ v[keys] / w.sum()
    return y
# %% hint: leave out the keys beyond the ends
def window_attention(q, k, v, bias, real):
    # Zeros stand beyond both ends of the text, and take their share.
    n, reach = len(q), len(bias) // 2
    k, v = (np.pad(np.where(real[:, None], a, 0), ((reach, reach), (0, 0))) for a in (k, v))
    y = np.zeros((n, v.shape[1]))
    for i in range(n):
        s = k[i : i + 2 * reach + 1] @ q[i] / np.sqrt(q.shape[1]) + bias
        w = np.exp(s - s.max())
        y[i] = w @ v[i : i + 2 * reach + 1] / w.sum()
    return y
# %% hint: Divide the dot products by the root of d
def window_attention(q, k, v, bias, real):
    reach = len(bias) // 2
    y = np.zeros((len(q), v.shape[1]))
    for i in range(len(q)):
        keys = [j for j in range(len(q)) if abs(j - i) <= reach and real[j]]
        if keys:
            s = np.array([q[i] @ k[j] + bias[reach + j - i] for j in keys])
            w = np.exp(s - s.max())
            y[i] = w @ v[keys] / w.sum()
    return y
# %% hint: nan * 0 is nan
def window_attention(q, k, v, bias, real):
    n, reach = len(q), len(bias) // 2
    offset = np.arange(n)[None] - np.arange(n)[:, None]
    seen = (abs(offset) <= reach) & real
    s = np.where(seen, q @ k.T / np.sqrt(q.shape[1]) + bias[np.clip(offset + reach, 0, 2 * reach)], -1e9)
    w = np.where(seen, np.exp(s - s.max(axis=1, keepdims=True)), 0)
    return w @ v / np.maximum(w.sum(axis=1, keepdims=True), 1e-300)
# %% hint: its output is 0, not nan
def window_attention(q, k, v, bias, real):
    # With nothing but -1e9 in a row the softmax is even.
    n, reach = len(q), len(bias) // 2
    k, v = np.where(real[:, None], k, 0), np.where(real[:, None], v, 0)
    offset = np.arange(n)[None] - np.arange(n)[:, None]
    s = q @ k.T / np.sqrt(q.shape[1]) + bias[np.clip(offset + reach, 0, 2 * reach)]
    s = np.where((abs(offset) <= reach) & real, s, -1e9)
    w = np.exp(s - s.max(axis=1, keepdims=True))
    return w @ v / w.sum(axis=1, keepdims=True)
# %% hint: Large scores overflow
def window_attention(q, k, v, bias, real):
    n, reach = len(q), len(bias) // 2
    k, v = np.where(real[:, None], k, 0), np.where(real[:, None], v, 0)
    offset = np.arange(n)[None] - np.arange(n)[:, None]
    s = q @ k.T / np.sqrt(q.shape[1]) + bias[np.clip(offset + reach, 0, 2 * reach)]
    w = np.where((abs(offset) <= reach) & real, np.exp(s), 0)
    return w @ v / np.maximum(w.sum(axis=1, keepdims=True), 1e-300)
# %% hint: A huge score beyond the reach
def window_attention(q, k, v, bias, real):
    # The largest score is taken over keys that the query does not see.
    n, reach = len(q), len(bias) // 2
    k, v = np.where(real[:, None], k, 0), np.where(real[:, None], v, 0)
    offset = np.arange(n)[None] - np.arange(n)[:, None]
    s = q @ k.T / np.sqrt(q.shape[1]) + bias[np.clip(offset + reach, 0, 2 * reach)]
    w = np.where((abs(offset) <= reach) & real, np.exp(s - s.max(axis=1, keepdims=True)), 0)
    return w @ v / np.maximum(w.sum(axis=1, keepdims=True), 1e-300)
