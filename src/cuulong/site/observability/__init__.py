"""How operators see the program at work: logs, health, metrics, traces (giám sát vận hành)."""
