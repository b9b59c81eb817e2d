# %% hint: A share of 0.75 in a quarter of the pixels is a lift of 3
def region_score(suspect, innocent, region):
    suspect, innocent, region = (np.asarray(v, float) for v in (suspect, innocent, region))
    shares = [float((np.maximum(h, 0) * region).sum() / max(np.maximum(h, 0).sum(), 1e-12)) for h in (suspect, innocent)]
    return [shares[0], shares[0] - shares[1]]
# %% hint: Negative attribution speaks against the class
def region_score(suspect, innocent, region):
    suspect, innocent, region = (np.abs(np.asarray(v, float)) for v in (suspect, innocent, region))
    shares = [float((h * region).sum() / max(h.sum(), 1e-12)) for h in (suspect, innocent)]
    return [shares[0] / float(region.mean()), shares[0] - shares[1]]
# %% hint: A map without positive attribution has the share 0
def region_score(suspect, innocent, region):
    suspect, innocent, region = (np.asarray(v, float) for v in (suspect, innocent, region))
    shares = []
    for heat in (suspect, innocent):
        heat = np.maximum(heat, 0)
        total = heat.sum()
        shares.append(float((heat * region).sum() / total) if total > 0 else float(region.mean()))
    return [shares[0] / float(region.mean()), shares[0] - shares[1]]
# %% hint: 0.75 against 0.25 for the innocent model
def region_score(suspect, innocent, region):
    suspect, innocent, region = (np.asarray(v, float) for v in (suspect, innocent, region))
    shares = [float((np.maximum(h, 0) * region).sum() / max(np.maximum(h, 0).sum(), 1e-12)) for h in (suspect, innocent)]
    return [shares[0] / float(region.mean()), shares[0] / shares[1]]
