# %% hint: the layer's ordinary output
def tangent_layer(h, w, b, t_h, t_w, t_b):
    out = h @ w + b
    return out, (t_h @ w + h @ t_w + t_b) * (1 - np.tanh(out) ** 2)


# %% hint: With only w moving
def tangent_layer(h, w, b, t_h, t_w, t_b):
    return np.tanh(h @ w + b), t_h @ w + h @ t_w + t_b


# %% hint: With only w moving
def tangent_layer(h, w, b, t_h, t_w, t_b):
    out = np.tanh(h @ w + b)
    return out, np.tanh(t_h @ t_w + t_b)


# %% hint: the layer before has changed its output
def tangent_layer(h, w, b, t_h, t_w, t_b):
    out = np.tanh(h @ w + b)
    return out, (h @ t_w + t_b) * (1 - out**2)


# %% hint: With only b moving
def tangent_layer(h, w, b, t_h, t_w, t_b):
    out = np.tanh(h @ w + b)
    return out, (t_h @ w + h @ t_w) * (1 - out**2)


# %% hint: When all three move at once
def tangent_layer(h, w, b, t_h, t_w, t_b):
    out = np.tanh(h @ w + b)
    return out, (t_h @ w + h @ t_w + t_h @ t_w + t_b) * (1 - out**2)
