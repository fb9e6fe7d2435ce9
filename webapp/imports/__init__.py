"""The practice software's files, brought in: recognised, checked line by line, written whole or not at all."""
