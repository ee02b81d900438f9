"""Analysis: questions and answers. One file, one noun; partial, merge, finish."""
