"""Archives: more reports than one process can code, more events than one process can hold.

run        inputs → chunks → a data set, on a Dask cluster; what is finished is never done again
cluster    the cluster: processes of this machine, or a scheduler reached over TLS
plan       inputs → chunks that have the same name every time
documents  a chunk → reports, from JSON lines, Parquet, text files or WARC
pages      a page → its own text, in a process that may end
coded      reports → tables of events, figures and reports
assemble   the chunks' tables → a data set's folder, sorted and partitioned out of core
"""
