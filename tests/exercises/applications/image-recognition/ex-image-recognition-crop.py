# %% hint: The shorter side becomes 256
def crop_box(height, width, short=256, side=224):
    scale = short / max(height, width)
    new_height, new_width = round(height * scale), round(width * scale)
    return new_height, new_width, (new_height - side) // 2, (new_width - side) // 2
# %% hint: The shorter side becomes 256 and the proportions stay
def crop_box(height, width, short=256, side=224):
    return short, short, (short - side) // 2, (short - side) // 2
# %% hint: top belongs to the height, left to the width
def crop_box(height, width, short=256, side=224):
    scale = short / min(height, width)
    new_height, new_width = round(height * scale), round(width * scale)
    return new_height, new_width, (new_width - side) // 2, (new_height - side) // 2
# %% hint: Use the arguments short and side
def crop_box(height, width, short=256, side=224):
    scale = 256 / min(height, width)
    new_height, new_width = round(height * scale), round(width * scale)
    return new_height, new_width, (new_height - 224) // 2, (new_width - 224) // 2
