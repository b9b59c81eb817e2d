# %% hint: never delivers examples 3 and 4
def audit(epochs, labels):
    """What the epochs delivered: missing, repeated, same_order, pure."""
    orders = [tuple(int(i) for batch in epoch for i in batch) for epoch in epochs]
    batches = [batch for epoch in epochs for batch in epoch if len(batch) > 1]
    pure = [len(set(labels[list(batch)].tolist())) == 1 for batch in batches]
    return {
        "missing": [len(labels) - len(order) for order in orders],
        "repeated": [len(order) - len(set(order)) for order in orders],
        "same_order": len(set(orders)) < len(orders),
        "pure": sum(pure) / len(pure) if pure else 0.0,
    }
# %% hint: Count deliveries, not examples
def audit(epochs, labels):
    """What the epochs delivered: missing, repeated, same_order, pure."""
    orders = [tuple(int(i) for batch in epoch for i in batch) for epoch in epochs]
    batches = [batch for epoch in epochs for batch in epoch if len(batch) > 1]
    pure = [len(set(labels[list(batch)].tolist())) == 1 for batch in batches]
    return {
        "missing": [len(labels) - len(set(order)) for order in orders],
        "repeated": [len({i for i in order if order.count(i) > 1}) for order in orders],
        "same_order": len(set(orders)) < len(orders),
        "pure": sum(pure) / len(pure) if pure else 0.0,
    }
# %% hint: where the batches end does not matter
def audit(epochs, labels):
    """What the epochs delivered: missing, repeated, same_order, pure."""
    orders = [tuple(int(i) for batch in epoch for i in batch) for epoch in epochs]
    batches = [batch for epoch in epochs for batch in epoch if len(batch) > 1]
    pure = [len(set(labels[list(batch)].tolist())) == 1 for batch in batches]
    return {
        "missing": [len(labels) - len(set(order)) for order in orders],
        "repeated": [len(order) - len(set(order)) for order in orders],
        "same_order": any(a == b for i, a in enumerate(epochs) for b in epochs[:i]),
        "pure": sum(pure) / len(pure) if pure else 0.0,
    }
# %% hint: or only the first of them
def audit(epochs, labels):
    """What the epochs delivered: missing, repeated, same_order, pure."""
    orders = [tuple(int(i) for batch in epoch for i in batch) for epoch in epochs]
    batches = [batch for epoch in epochs for batch in epoch if len(batch) > 1]
    pure = [len(set(labels[list(batch)].tolist())) == 1 for batch in batches]
    return {
        "missing": [len(labels) - len(set(order)) for order in orders],
        "repeated": [len(order) - len(set(order)) for order in orders],
        "same_order": len({tuple(sorted(order)) for order in orders}) < len(orders),
        "pure": sum(pure) / len(pure) if pure else 0.0,
    }
# %% hint: always pure and shows nothing
def audit(epochs, labels):
    """What the epochs delivered: missing, repeated, same_order, pure."""
    orders = [tuple(int(i) for batch in epoch for i in batch) for epoch in epochs]
    batches = [batch for epoch in epochs for batch in epoch]
    pure = [len(set(labels[list(batch)].tolist())) == 1 for batch in batches]
    return {
        "missing": [len(labels) - len(set(order)) for order in orders],
        "repeated": [len(order) - len(set(order)) for order in orders],
        "same_order": len(set(orders)) < len(orders),
        "pure": sum(pure) / len(pure) if pure else 0.0,
    }
# %% hint: On a fresh loader same_order is wrong
def audit(epochs, labels):
    """What the epochs delivered: missing, repeated, same_order, pure."""
    orders = [tuple(int(i) for batch in epoch for i in batch) for epoch in epochs]
    batches = [batch for epoch in epochs for batch in epoch if len(batch) > 1]
    pure = [len(set(labels[list(batch)].tolist())) == 1 for batch in batches]
    return {
        "missing": [len(labels) - len(set(order)) for order in orders],
        "repeated": [len(order) - len(set(order)) for order in orders],
        "same_order": len(orders) > 1 and orders[0] == orders[-1],
        "pure": sum(pure) / len(pure) if pure else 0.0,
    }
