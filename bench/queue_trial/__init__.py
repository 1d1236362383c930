"""A Django site that does nothing but work through units, for killing its processes (bench_queue.py)."""
