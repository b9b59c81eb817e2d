# %% hint: without this control you would credit the source
def diagnose(scratch, untrained, same_task, other_task, margin):
    if same_task < scratch - margin:
        return "freezing hurts"
    if other_task < scratch - margin:
        return "too specific"
    return "transfers"
# %% hint: the task's difference cannot be the reason
def diagnose(scratch, untrained, same_task, other_task, margin):
    if other_task <= untrained + margin:
        return "no better than untrained"
    if other_task < scratch - margin:
        return "too specific"
    return "transfers"
# %% hint: The same task's layers do well, the other's fall short
def diagnose(scratch, untrained, same_task, other_task, margin):
    if same_task < scratch - margin:
        return "freezing hurts"
    if other_task <= untrained + margin:
        return "no better than untrained"
    return "transfers"
# %% hint: Differences within the margin are noise
def diagnose(scratch, untrained, same_task, other_task, margin):
    if same_task < scratch - margin:
        return "freezing hurts"
    if other_task <= untrained + margin:
        return "no better than untrained"
    if other_task < scratch:
        return "too specific"
    return "transfers"
