# base: the lowest layer: it knows nothing of rules or AWS.
# One file a line, sorted.
libbase_a_SOURCES =
libbase_a_SOURCES += base/arena.c
libbase_a_SOURCES += base/arena.h
libbase_a_SOURCES += base/buf.c
libbase_a_SOURCES += base/buf.h
libbase_a_SOURCES += base/cidr.c
libbase_a_SOURCES += base/duration.c
libbase_a_SOURCES += base/err.c
libbase_a_SOURCES += base/err.h
libbase_a_SOURCES += base/hash.c
libbase_a_SOURCES += base/hash.h
libbase_a_SOURCES += base/ip.c
libbase_a_SOURCES += base/ip.h
libbase_a_SOURCES += base/map64.c
libbase_a_SOURCES += base/mem.c
libbase_a_SOURCES += base/mem.h
libbase_a_SOURCES += base/str.c
libbase_a_SOURCES += base/str.h
libbase_a_SOURCES += base/strmap.c
libbase_a_SOURCES += base/timefmt.c
libbase_a_SOURCES += base/timefmt.h
libbase_a_SOURCES += base/utf8.c
libbase_a_SOURCES += base/utf8.h
libbase_a_SOURCES += base/value.c
libbase_a_SOURCES += base/value.h
libbase_a_SOURCES += base/vec.h
