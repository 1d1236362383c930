"""x"""
def measure(**k):
    return []
def summary(*a): return ""
