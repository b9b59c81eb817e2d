# %% hint: Nothing given means Keras's default
def to_torch(name, given):
    torch_names = {"epsilon": "eps", "learning_rate": "lr"}
    settings = {torch_names.get(key, key): value for key, value in given.items()}
    if name == "BatchNormalization" and "momentum" in settings:
        settings["momentum"] = 1 - settings["momentum"]
    return settings


# %% hint: the share that is replaced
def to_torch(name, given):
    keras_defaults = {
        "BatchNormalization": {"momentum": 0.99, "epsilon": 1e-3},
        "LeakyReLU": {"negative_slope": 0.3},
        "SGD": {"learning_rate": 0.01, "momentum": 0.0, "nesterov": False},
    }
    torch_names = {"epsilon": "eps", "learning_rate": "lr"}
    return {torch_names.get(key, key): value for key, value in {**keras_defaults[name], **given}.items()}


# %% hint: only batch norm's is the complement
def to_torch(name, given):
    keras_defaults = {
        "BatchNormalization": {"momentum": 0.99, "epsilon": 1e-3},
        "LeakyReLU": {"negative_slope": 0.3},
        "SGD": {"learning_rate": 0.01, "momentum": 0.0, "nesterov": False},
    }
    torch_names = {"epsilon": "eps", "learning_rate": "lr"}
    settings = {torch_names.get(key, key): value for key, value in {**keras_defaults[name], **given}.items()}
    if "momentum" in settings:
        settings["momentum"] = 1 - settings["momentum"]
    return settings


# %% hint: knows momentum and eps
def to_torch(name, given):
    keras_defaults = {
        "BatchNormalization": {"momentum": 0.99, "epsilon": 1e-3},
        "LeakyReLU": {"negative_slope": 0.3},
        "SGD": {"learning_rate": 0.01, "momentum": 0.0, "nesterov": False},
    }
    settings = {**keras_defaults[name], **given}
    if name == "BatchNormalization":
        settings["momentum"] = 1 - settings["momentum"]
    return settings


# %% hint: must arrive unchanged
def to_torch(name, given):
    return {
        "BatchNormalization": {"momentum": 0.01, "eps": 1e-3},
        "LeakyReLU": {"negative_slope": 0.3},
        "SGD": {"lr": 0.01, "momentum": 0.0, "nesterov": False},
    }[name]
