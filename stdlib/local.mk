# stdlib: the built-in library. It is embedded in the program (lang/builtin.c) and
# installed as files to read.
stdlib_files =
stdlib_files += stdlib/cloudtrail.lur

stdlibdir = $(pkgdatadir)/stdlib
dist_stdlib_DATA = $(stdlib_files)
EXTRA_DIST += stdlib/embed
