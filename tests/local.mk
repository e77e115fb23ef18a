# tests: every test prints TAP; `make check` runs them all.
#
# A unit test is tests/unit/test_NOUN.c: one line in check_PROGRAMS. It is linked
# with the whole engine; a test of a lower layer may say so (…_LDADD), which also
# proves that the layer stands alone.
LDADD = $(ENGINE_LIBS)

check_PROGRAMS += tests/unit/test_arena
check_PROGRAMS += tests/unit/test_arith
check_PROGRAMS += tests/unit/test_buf
check_PROGRAMS += tests/unit/test_chain
check_PROGRAMS += tests/unit/test_decode
check_PROGRAMS += tests/unit/test_diag
check_PROGRAMS += tests/unit/test_engine
check_PROGRAMS += tests/unit/test_entity
check_PROGRAMS += tests/unit/test_envelope
check_PROGRAMS += tests/unit/test_eval
check_PROGRAMS += tests/unit/test_event
check_PROGRAMS += tests/unit/test_evidence
check_PROGRAMS += tests/unit/test_feed
check_PROGRAMS += tests/unit/test_feed_past
check_PROGRAMS += tests/unit/test_fold
check_PROGRAMS += tests/unit/test_function
check_PROGRAMS += tests/unit/test_function_policy
check_PROGRAMS += tests/unit/test_geo
check_PROGRAMS += tests/unit/test_globs
check_PROGRAMS += tests/unit/test_hash
check_PROGRAMS += tests/unit/test_heap
check_PROGRAMS += tests/unit/test_hunt_names
check_PROGRAMS += tests/unit/test_hunt_prim
check_PROGRAMS += tests/unit/test_identity
check_PROGRAMS += tests/unit/test_index
check_PROGRAMS += tests/unit/test_inflate
check_PROGRAMS += tests/unit/test_input
check_PROGRAMS += tests/unit/test_ip
check_PROGRAMS += tests/unit/test_json_path
check_PROGRAMS += tests/unit/test_keys
check_PROGRAMS += tests/unit/test_known
check_PROGRAMS += tests/unit/test_level
check_PROGRAMS += tests/unit/test_line
check_PROGRAMS += tests/unit/test_list_watch
check_PROGRAMS += tests/unit/test_listfile
check_PROGRAMS += tests/unit/test_lower
check_PROGRAMS += tests/unit/test_memo
check_PROGRAMS += tests/unit/test_module
check_PROGRAMS += tests/unit/test_once
check_PROGRAMS += tests/unit/test_order
check_PROGRAMS += tests/unit/test_pairs
check_PROGRAMS += tests/unit/test_prim_count
check_PROGRAMS += tests/unit/test_prim_known
check_PROGRAMS += tests/unit/test_prim_model
check_PROGRAMS += tests/unit/test_prim_new
check_PROGRAMS += tests/unit/test_prim_previous
check_PROGRAMS += tests/unit/test_prim_rare
check_PROGRAMS += tests/unit/test_prim_row
check_PROGRAMS += tests/unit/test_prim_spike
check_PROGRAMS += tests/unit/test_prim_travel
check_PROGRAMS += tests/unit/test_recent
check_PROGRAMS += tests/unit/test_record
check_PROGRAMS += tests/unit/test_regex
check_PROGRAMS += tests/unit/test_repair
check_PROGRAMS += tests/unit/test_scan
check_PROGRAMS += tests/unit/test_series
check_PROGRAMS += tests/unit/test_set
check_PROGRAMS += tests/unit/test_sink_json
check_PROGRAMS += tests/unit/test_sink_text
check_PROGRAMS += tests/unit/test_source
check_PROGRAMS += tests/unit/test_str
check_PROGRAMS += tests/unit/test_summary
check_PROGRAMS += tests/unit/test_symbol
check_PROGRAMS += tests/unit/test_timefmt
check_PROGRAMS += tests/unit/test_travel
check_PROGRAMS += tests/unit/test_tree
check_PROGRAMS += tests/unit/test_unread
check_PROGRAMS += tests/unit/test_utf8
check_PROGRAMS += tests/unit/test_value
check_PROGRAMS += tests/unit/test_vec
check_PROGRAMS += tests/unit/test_window
check_PROGRAMS += tests/unit/test_wrap
check_PROGRAMS += tests/unit/test_zone
TESTS += $(check_PROGRAMS)

tests_unit_test_arena_LDADD = $(BASE_LIBS)
tests_unit_test_arith_LDADD = $(BASE_LIBS)
tests_unit_test_buf_LDADD = $(BASE_LIBS)
tests_unit_test_hash_LDADD = $(BASE_LIBS)
tests_unit_test_heap_LDADD = $(BASE_LIBS)
tests_unit_test_ip_LDADD = $(BASE_LIBS)
tests_unit_test_str_LDADD = $(BASE_LIBS)
tests_unit_test_timefmt_LDADD = $(BASE_LIBS)
tests_unit_test_utf8_LDADD = $(BASE_LIBS)
tests_unit_test_value_LDADD = $(BASE_LIBS)
tests_unit_test_vec_LDADD = $(BASE_LIBS)
tests_unit_test_zone_LDADD = $(BASE_LIBS)

# The front end alone.
tests_unit_test_diag_LDADD = $(LANG_LIBS)
tests_unit_test_fold_LDADD = $(LANG_LIBS)
tests_unit_test_function_LDADD = $(LANG_LIBS)
tests_unit_test_function_policy_LDADD = $(LANG_LIBS)
tests_unit_test_keys_LDADD = $(LANG_LIBS)
tests_unit_test_list_watch_LDADD = $(LANG_LIBS)
tests_unit_test_listfile_LDADD = $(LANG_LIBS)
tests_unit_test_level_LDADD = $(LANG_LIBS)
tests_unit_test_lower_LDADD = $(LANG_LIBS)
tests_unit_test_module_LDADD = $(LANG_LIBS)
tests_unit_test_source_LDADD = $(LANG_LIBS)

# A file of the command line.
tests_unit_test_summary_SOURCES = tests/unit/test_summary.c cli/summary.c

# Scripts that are tests.
dist_check_SCRIPTS =
dist_check_SCRIPTS += tests/check-includes
dist_check_SCRIPTS += tests/check-style
dist_check_SCRIPTS += tests/data/run
dist_check_SCRIPTS += tests/data/run-order
dist_check_SCRIPTS += tests/docs/run
dist_check_SCRIPTS += tests/fuzz/run-records
dist_check_SCRIPTS += tests/fuzz/run-rules
dist_check_SCRIPTS += tests/golden/run-anomaly
dist_check_SCRIPTS += tests/golden/run-cli
dist_check_SCRIPTS += tests/golden/run-diag
dist_check_SCRIPTS += tests/golden/run-engine
dist_check_SCRIPTS += tests/golden/run-lang
dist_check_SCRIPTS += tests/golden/run-program
dist_check_SCRIPTS += tests/golden/run-stdlib
dist_check_SCRIPTS += tests/lists/run-blocks
dist_check_SCRIPTS += tests/lists/run-published
dist_check_SCRIPTS += tests/tune/run
TESTS += $(dist_check_SCRIPTS)

# Scripts that take more than ten seconds.
slow_scripts =
slow_scripts += tests/decode/run
slow_scripts += tests/hostile/run
slow_scripts += tests/lists/run-reload
slow_scripts += tests/model/run
slow_scripts += tests/sample/run
slow_scripts += tests/state/run-parts
TESTS += $(slow_scripts)
EXTRA_DIST += $(slow_scripts)

# For the builds that ./check only tries out.
quick_tests = $(check_PROGRAMS) $(dist_check_SCRIPTS)

# What scripts use: built for the tests, no test itself.
EXTRA_PROGRAMS =
EXTRA_PROGRAMS += tests/fuzz/fuzz_records
EXTRA_PROGRAMS += tests/fuzz/fuzz_rules
EXTRA_PROGRAMS += tests/tools/lang_dump
EXTRA_PROGRAMS += tests/tools/program_dump
EXTRA_PROGRAMS += tests/tools/slots
check_DATA = $(EXTRA_PROGRAMS)
CLEANFILES += $(EXTRA_PROGRAMS)
tests_fuzz_fuzz_records_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
tests_fuzz_fuzz_records_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_records.c
tests_fuzz_fuzz_rules_LDADD = $(LANG_LIBS)
tests_fuzz_fuzz_rules_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
tests_fuzz_fuzz_rules_SOURCES = tests/fuzz/fuzz.h tests/fuzz/fuzz_rules.c
if !FUZZING
tests_fuzz_fuzz_records_SOURCES += tests/fuzz/replay.c
tests_fuzz_fuzz_rules_SOURCES += tests/fuzz/replay.c
endif
tests_tools_lang_dump_LDADD = $(LANG_LIBS)
tests_tools_program_dump_LDADD = $(LANG_LIBS)

# What the tests read: headers, folders of cases, modules.
EXTRA_DIST += sample
EXTRA_DIST += tests/bench
EXTRA_DIST += tests/data/records.py
EXTRA_DIST += tests/decode/generate.py
EXTRA_DIST += tests/docs/links.py
EXTRA_DIST += tests/docs/tables.py
EXTRA_DIST += tests/fuzz/README.md
EXTRA_DIST += tests/fuzz/corpus-records
EXTRA_DIST += tests/fuzz/corpus-rules
EXTRA_DIST += tests/golden/anomaly
EXTRA_DIST += tests/golden/checker
EXTRA_DIST += tests/golden/cli
EXTRA_DIST += tests/golden/diag
EXTRA_DIST += tests/golden/engine
EXTRA_DIST += tests/golden/lexer
EXTRA_DIST += tests/golden/parser
EXTRA_DIST += tests/golden/program
EXTRA_DIST += tests/golden/stdlib
EXTRA_DIST += tests/lists/batch.py
EXTRA_DIST += tests/lists/stream.py
EXTRA_DIST += tests/model
EXTRA_DIST += tests/sample
EXTRA_DIST += tests/state/parts_edit.py
EXTRA_DIST += tests/tools/realdata.py
EXTRA_DIST += tests/tools/tap.py
EXTRA_DIST += tests/unit/alert_fixture.h
EXTRA_DIST += tests/unit/compile_fixture.h
EXTRA_DIST += tests/unit/fields_fixture.h
EXTRA_DIST += tests/unit/files_fixture.h
EXTRA_DIST += tests/unit/known_fixture.h
EXTRA_DIST += tests/unit/mmdb_writer.h
EXTRA_DIST += tests/unit/prim_fixture.h
EXTRA_DIST += tests/unit/program_builder.h
EXTRA_DIST += tests/unit/unit.h

LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
AM_TESTS_ENVIRONMENT = \
    LURCHER='$(abs_top_builddir)/lurcher'; export LURCHER; \
    TOP_SRCDIR='$(abs_top_srcdir)'; export TOP_SRCDIR; \
    PYTHONDONTWRITEBYTECODE=1; export PYTHONDONTWRITEBYTECODE; \
    ASAN_OPTIONS=detect_leaks=1:abort_on_error=0; export ASAN_OPTIONS; \
    UBSAN_OPTIONS=print_stacktrace=1; export UBSAN_OPTIONS;

# For ./check: the test programs without running them, and their names.
check-programs: $(check_PROGRAMS) $(EXTRA_PROGRAMS)
print-check-programs:
	@echo $(check_PROGRAMS)
.PHONY: check-programs print-check-programs
