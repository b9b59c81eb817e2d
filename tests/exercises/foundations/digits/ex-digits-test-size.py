# %% hint: A number of images is whole
def num_test_images(p, half_width):
    return 1.96**2 * p * (1 - p) / half_width**2


# %% hint: n grows with the square of 1 / half_width
def num_test_images(p, half_width):
    return int(np.ceil(1.96 * np.sqrt(p * (1 - p)) / half_width))


# %% hint: The factor 1.96 belongs under the square too
def num_test_images(p, half_width):
    return round(p * (1 - p) / half_width**2)


# %% hint: round up
def num_test_images(p, half_width):
    return int(1.96**2 * p * (1 - p) / half_width**2)


# %% hint: For p = 0.5 and a half-width of 0.1
def num_test_images(p, half_width):
    return int(np.ceil(1.96**2 * p / half_width**2))


# %% hint: The variance p * (1 - p) depends on p
def num_test_images(p, half_width):
    return int(np.ceil(0.98**2 / half_width**2))
