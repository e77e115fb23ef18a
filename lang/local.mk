# lang: the language: from rule text to program.
# One file a line, sorted.
liblang_a_SOURCES =

liblang_a_SOURCES += lang/ast.c
liblang_a_SOURCES += lang/ast.h
liblang_a_SOURCES += lang/ast_walk.c
liblang_a_SOURCES += lang/ast_walk.h
liblang_a_SOURCES += lang/build.c
liblang_a_SOURCES += lang/build.h
liblang_a_SOURCES += lang/builtin.h
liblang_a_SOURCES += lang/change.c
liblang_a_SOURCES += lang/change.h
liblang_a_SOURCES += lang/change_clause.c
liblang_a_SOURCES += lang/change_clause.h
liblang_a_SOURCES += lang/check.c
liblang_a_SOURCES += lang/check.h
liblang_a_SOURCES += lang/check_call.c
liblang_a_SOURCES += lang/check_list.c
liblang_a_SOURCES += lang/check_name.c
liblang_a_SOURCES += lang/check_operator.c
liblang_a_SOURCES += lang/check_option.c
liblang_a_SOURCES += lang/check_prim.c
liblang_a_SOURCES += lang/check_rule.c
liblang_a_SOURCES += lang/check_source.c
liblang_a_SOURCES += lang/compile.c
liblang_a_SOURCES += lang/compile.h
liblang_a_SOURCES += lang/declare.c
liblang_a_SOURCES += lang/declare.h
liblang_a_SOURCES += lang/diag.c
liblang_a_SOURCES += lang/diag.def
liblang_a_SOURCES += lang/diag.h
liblang_a_SOURCES += lang/diag_print.c
liblang_a_SOURCES += lang/diag_print.h
liblang_a_SOURCES += lang/expr.c
liblang_a_SOURCES += lang/expr.h
liblang_a_SOURCES += lang/expr_text.c
liblang_a_SOURCES += lang/fold.c
liblang_a_SOURCES += lang/fold.h
liblang_a_SOURCES += lang/folder.c
liblang_a_SOURCES += lang/folder.h
liblang_a_SOURCES += lang/from.c
liblang_a_SOURCES += lang/from.h
liblang_a_SOURCES += lang/function.c
liblang_a_SOURCES += lang/function.def
liblang_a_SOURCES += lang/function.h
liblang_a_SOURCES += lang/function_call.h
liblang_a_SOURCES += lang/function_code.c
liblang_a_SOURCES += lang/function_json.c
liblang_a_SOURCES += lang/function_net.c
liblang_a_SOURCES += lang/function_number.c
liblang_a_SOURCES += lang/function_text.c
liblang_a_SOURCES += lang/group.c
liblang_a_SOURCES += lang/group.h
liblang_a_SOURCES += lang/hunt.c
liblang_a_SOURCES += lang/hunt.h
liblang_a_SOURCES += lang/item.c
liblang_a_SOURCES += lang/item.h
liblang_a_SOURCES += lang/keys.c
liblang_a_SOURCES += lang/keys.h
liblang_a_SOURCES += lang/keyword.c
liblang_a_SOURCES += lang/keyword.h
liblang_a_SOURCES += lang/lexer.h
liblang_a_SOURCES += lang/listdoc.c
liblang_a_SOURCES += lang/listdoc.h
liblang_a_SOURCES += lang/listfile.c
liblang_a_SOURCES += lang/listfile.h
liblang_a_SOURCES += lang/listfile_csv.c
liblang_a_SOURCES += lang/listfile_json.c
liblang_a_SOURCES += lang/listfile_lines.c
liblang_a_SOURCES += lang/listfile_yaml.c
liblang_a_SOURCES += lang/listpath.c
liblang_a_SOURCES += lang/listpath.h
liblang_a_SOURCES += lang/listread.h
liblang_a_SOURCES += lang/literal.c
liblang_a_SOURCES += lang/literal.h
liblang_a_SOURCES += lang/lower.c
liblang_a_SOURCES += lang/lower.h
liblang_a_SOURCES += lang/lower_expr.c
liblang_a_SOURCES += lang/lower_predicate.c
liblang_a_SOURCES += lang/lower_prim.c
liblang_a_SOURCES += lang/lower_rule.c
liblang_a_SOURCES += lang/lower_source.c
liblang_a_SOURCES += lang/lowering.h
liblang_a_SOURCES += lang/module.c
liblang_a_SOURCES += lang/module.h
liblang_a_SOURCES += lang/oneline.c
liblang_a_SOURCES += lang/oneline.h
liblang_a_SOURCES += lang/opcode.def
liblang_a_SOURCES += lang/option.def
liblang_a_SOURCES += lang/parse.c
liblang_a_SOURCES += lang/parse.h
liblang_a_SOURCES += lang/parser.h
liblang_a_SOURCES += lang/pattern.c
liblang_a_SOURCES += lang/pattern.h
liblang_a_SOURCES += lang/primitive.c
liblang_a_SOURCES += lang/primitive.def
liblang_a_SOURCES += lang/primitive.h
liblang_a_SOURCES += lang/program.c
liblang_a_SOURCES += lang/program.h
liblang_a_SOURCES += lang/program_equal.c
liblang_a_SOURCES += lang/program_equal.h
liblang_a_SOURCES += lang/program_node.c
liblang_a_SOURCES += lang/program_print.c
liblang_a_SOURCES += lang/program_reach.c
liblang_a_SOURCES += lang/program_reach.h
liblang_a_SOURCES += lang/rule.h
liblang_a_SOURCES += lang/schema.h
liblang_a_SOURCES += lang/scope.c
liblang_a_SOURCES += lang/scope.h
liblang_a_SOURCES += lang/seq.c
liblang_a_SOURCES += lang/seq.h
liblang_a_SOURCES += lang/slip.h
liblang_a_SOURCES += lang/snippet.c
liblang_a_SOURCES += lang/snippet.h
liblang_a_SOURCES += lang/source.c
liblang_a_SOURCES += lang/source.h
liblang_a_SOURCES += lang/stream.c
liblang_a_SOURCES += lang/stream.h
liblang_a_SOURCES += lang/syntax.c
liblang_a_SOURCES += lang/syntax.h
liblang_a_SOURCES += lang/syntax_hint.c
liblang_a_SOURCES += lang/template.c
liblang_a_SOURCES += lang/template.h
liblang_a_SOURCES += lang/token.h
liblang_a_SOURCES += lang/type.c
liblang_a_SOURCES += lang/type.h
liblang_a_SOURCES += lang/warn.c
liblang_a_SOURCES += lang/warn.h

# Generated code is a library of its own, with warnings that it cannot keep off:
# list lang/grammar.y and lang/lexer.l here.
libparse_a_SOURCES =
libparse_a_SOURCES += lang/grammar.y
libparse_a_SOURCES += lang/lexer.l
libparse_a_CFLAGS = $(AM_CFLAGS) -Wno-conversion -Wno-sign-conversion -Wno-sign-compare \
    -Wno-shadow -Wno-unused-function

# The built-in library as C: list lang/builtin.c here.
nodist_liblang_a_SOURCES =
nodist_liblang_a_SOURCES += lang/builtin.c
# Made before anything that includes it is compiled, also in `make liblang.a`.
BUILT_SOURCES += lang/grammar.h
$(liblang_a_OBJECTS) $(libparse_a_OBJECTS): lang/grammar.h
CLEANFILES += lang/builtin.c
lang/builtin.c: stdlib/embed $(stdlib_files)
	$(AM_V_GEN)$(MKDIR_P) lang && \
	(cd $(srcdir) && sh stdlib/embed $(stdlib_files)) > $@.tmp && mv $@.tmp $@
