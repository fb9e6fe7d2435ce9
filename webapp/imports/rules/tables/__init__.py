"""The fields of each kind of file and the headers they go by, written as rules.kinds explains."""
