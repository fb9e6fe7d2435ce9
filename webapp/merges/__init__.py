"""Two records that are one person, made one: offered, compared side by side, merged, and parted again."""
