"""The tests in C once more with http.client, by the same names: what they assert is so in CPython, too."""
