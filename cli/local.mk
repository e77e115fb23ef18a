# cli: the program and its commands, one file each.
# One file a line, sorted.
lurcher_SOURCES =
lurcher_CPPFLAGS = $(AM_CPPFLAGS) -DPKGDATADIR='"$(pkgdatadir)"'
lurcher_LDADD = $(ENGINE_LIBS)
lurcher_SOURCES += cli/args.c
lurcher_SOURCES += cli/args.h
lurcher_SOURCES += cli/cmd_check.c
lurcher_SOURCES += cli/cmd_diff.c
lurcher_SOURCES += cli/cmd_explain.c
lurcher_SOURCES += cli/cmd_fields.c
lurcher_SOURCES += cli/cmd_help.c
lurcher_SOURCES += cli/cmd_hunt.c
lurcher_SOURCES += cli/cmd_run.c
lurcher_SOURCES += cli/cmd_version.c
lurcher_SOURCES += cli/command.c
lurcher_SOURCES += cli/command.h
lurcher_SOURCES += cli/commands.def
lurcher_SOURCES += cli/csv.c
lurcher_SOURCES += cli/csv.h
lurcher_SOURCES += cli/diff_print.c
lurcher_SOURCES += cli/diff_print.h
lurcher_SOURCES += cli/hunt_page.c
lurcher_SOURCES += cli/hunt_page.h
lurcher_SOURCES += cli/hunt_table.c
lurcher_SOURCES += cli/hunt_table.h
lurcher_SOURCES += cli/main.c
lurcher_SOURCES += cli/manual.c
lurcher_SOURCES += cli/pack.c
lurcher_SOURCES += cli/pack.h
lurcher_SOURCES += cli/session.c
lurcher_SOURCES += cli/session.h
lurcher_SOURCES += cli/summary.c
lurcher_SOURCES += cli/summary.h
lurcher_SOURCES += cli/term.c
lurcher_SOURCES += cli/term.h
