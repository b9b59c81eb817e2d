# %% hint: For y = 1 the score must fall
def worst_image(w, x, y, epsilon):
    return np.clip(x + epsilon * y * np.sign(w), 0, 1)
# %% hint: In the maximum norm every pixel may move by epsilon
def worst_image(w, x, y, epsilon):
    return np.clip(x - epsilon * y * w / np.linalg.norm(w), 0, 1)
# %% hint: the label decides the direction
def worst_image(w, x, y, epsilon):
    return np.clip(x - epsilon * np.sign(w), 0, 1)
# %% hint: Pixels must stay from 0 to 1
def worst_image(w, x, y, epsilon):
    return x - epsilon * y * np.sign(w)
# %% hint: Return an image of the same shape as x
def worst_image(w, x, y, epsilon):
    return w @ np.clip(x - epsilon * y * np.sign(w), 0, 1)
