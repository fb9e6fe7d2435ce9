"""What the demonstration consists of, made from a seed and a day. Nothing here writes."""
