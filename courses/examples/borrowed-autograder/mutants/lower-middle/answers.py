def median(values):
    if not values:
        raise ValueError("no values")
    return sorted(values)[(len(values) - 1) // 2]
