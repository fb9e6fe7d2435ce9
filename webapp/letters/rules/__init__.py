"""Where things stand on paper, how addresses are written, in which order letters lie. All pure."""
