# lang: the language: from rule text to program.
# One file a line, sorted.
liblang_a_SOURCES =

liblang_a_SOURCES += lang/ast.h
liblang_a_SOURCES += lang/builtin.h
liblang_a_SOURCES += lang/compile.h
liblang_a_SOURCES += lang/diag.def
liblang_a_SOURCES += lang/diag.h
liblang_a_SOURCES += lang/function.def
liblang_a_SOURCES += lang/function.h
liblang_a_SOURCES += lang/listfile.h
liblang_a_SOURCES += lang/module.h
liblang_a_SOURCES += lang/opcode.def
liblang_a_SOURCES += lang/option.def
liblang_a_SOURCES += lang/parse.h
liblang_a_SOURCES += lang/primitive.def
liblang_a_SOURCES += lang/primitive.h
liblang_a_SOURCES += lang/program.h
liblang_a_SOURCES += lang/schema.h
liblang_a_SOURCES += lang/source.c
liblang_a_SOURCES += lang/source.h
liblang_a_SOURCES += lang/type.h

# Generated code is a library of its own, with warnings that it cannot keep off:
# list lang/grammar.y and lang/lexer.l here.
libparse_a_SOURCES =
libparse_a_CFLAGS = $(AM_CFLAGS) -Wno-conversion -Wno-sign-conversion -Wno-sign-compare \
    -Wno-shadow -Wno-unused-function

# The built-in library as C: list lang/builtin.c here.
nodist_liblang_a_SOURCES =
CLEANFILES += lang/builtin.c
lang/builtin.c: stdlib/embed $(stdlib_files)
	$(AM_V_GEN)$(MKDIR_P) lang && \
	(cd $(srcdir) && sh stdlib/embed $(stdlib_files)) > $@.tmp && mv $@.tmp $@
