"""Where events come from: our own data sets and other people's tables, a function each."""
