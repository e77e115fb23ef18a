# stdlib: the built-in library. It is embedded in the program (lang/builtin.c) and
# installed as files to read.
stdlib_files =
stdlib_files += stdlib/alerts.lur
stdlib_files += stdlib/cloudtrail.lur
stdlib_files += stdlib/network.lur
stdlib_files += stdlib/resolver.lur
stdlib_files += stdlib/vpc_flow.lur

stdlibdir = $(pkgdatadir)/stdlib
dist_stdlib_DATA = $(stdlib_files)
EXTRA_DIST += stdlib/embed
