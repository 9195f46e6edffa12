"""Log files of instruments as rows: what was measured, what was not, what is said twice.

Must not know a case, a window or a line: a file is evidence, its reading here judges nothing.
"""
