# %% hint: Keys and values are both kept
def cache_bytes(lengths, num_layers, num_heads, head_dim, heads_per_group=1, bytes_per_number=2):
    return sum(lengths) * num_layers * (num_heads // heads_per_group) * head_dim * bytes_per_number
# %% hint: the cache grows linearly
def cache_bytes(lengths, num_layers, num_heads, head_dim, heads_per_group=1, bytes_per_number=2):
    return 2 * sum(n * n for n in lengths) * num_layers * (num_heads // heads_per_group) * head_dim * bytes_per_number
# %% hint: share keys and values
def cache_bytes(lengths, num_layers, num_heads, head_dim, heads_per_group=1, bytes_per_number=2):
    return 2 * sum(lengths) * num_layers * num_heads * head_dim * bytes_per_number
# %% hint: Count the bytes of a number
def cache_bytes(lengths, num_layers, num_heads, head_dim, heads_per_group=1, bytes_per_number=2):
    return 4 * sum(lengths) * num_layers * (num_heads // heads_per_group) * head_dim
