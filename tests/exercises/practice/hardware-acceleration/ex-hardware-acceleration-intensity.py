# %% hint: A multiplication and an addition are two FLOP
def conv_intensity(batch, height, width, c_in, c_out, kernel, size=4):
    outputs = batch * height * width * c_out
    numbers = batch * height * width * c_in + c_in * c_out * kernel**2 + outputs
    return outputs * c_in * kernel**2 / (size * numbers)


# %% hint: The kernels are fetched too
def conv_intensity(batch, height, width, c_in, c_out, kernel, size=4):
    pixels = batch * height * width
    return 2 * pixels * c_out * c_in * kernel**2 / (size * pixels * (c_in + c_out))


# %% hint: That is FLOP per number
def conv_intensity(batch, height, width, c_in, c_out, kernel, size=4):
    outputs = batch * height * width * c_out
    return 2 * outputs * c_in * kernel**2 / (batch * height * width * c_in + c_in * c_out * kernel**2 + outputs)


# %% hint: are the input channels in your count?
def conv_intensity(batch, height, width, c_in, c_out, kernel, size=4):
    outputs = batch * height * width * c_out
    numbers = batch * height * width * c_in + c_in * c_out * kernel**2 + outputs
    return 2 * outputs * kernel**2 / (size * numbers)


# %% hint: Half the bytes, twice the intensity
def conv_intensity(batch, height, width, c_in, c_out, kernel, size=4):
    outputs = batch * height * width * c_out
    numbers = batch * height * width * c_in + c_in * c_out * kernel**2 + outputs
    return 2 * outputs * c_in * kernel**2 / (4 * numbers)


# %% hint: 32 outputs with 9 multiplications
def conv_intensity(batch, height, width, c_in, c_out, kernel, size=4):
    outputs = batch * (height - kernel + 1) * (width - kernel + 1) * c_out
    numbers = batch * height * width * c_in + c_in * c_out * kernel**2 + outputs
    return 2 * outputs * c_in * kernel**2 / (size * numbers)
