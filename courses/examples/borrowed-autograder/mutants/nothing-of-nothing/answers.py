def median(values):
    ordered = sorted(values) or [0]
    middle = len(ordered) // 2
    return (ordered[middle] + ordered[~middle]) / 2
