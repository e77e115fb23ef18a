/* The manual page, made from the table of commands. */
#include "cli/command.h"

#include <string.h>

/* Text for troff: no line may begin with a dot or quote, hyphens stay hyphens. */
static void add_troff(struct buf *out, const char *text)
{
    bool start = true;
    for (const char *p = text; *p != '\0'; p++) {
        if (start && (*p == '.' || *p == '\'')) {
            buf_add_text(out, "\\&");
        }
        start = *p == '\n';
        if (*p == '-') {
            buf_add_text(out, "\\-");
        } else if (*p == '\\') {
            buf_add_text(out, "\\e");
        } else if (*p == '\n' && p[1] == '\n') {
            buf_add_text(out, "\n.PP");
        } else {
            buf_add_char(out, *p);
        }
    }
}

static void add_bold(struct buf *out, const char *dashes, const char *name)
{
    buf_add_text(out, "\\fB");
    add_troff(out, dashes);
    add_troff(out, name);
    buf_add_text(out, "\\fR");
}

static void add_option(const struct arg *a, struct buf *out)
{
    const char *value = a->value != NULL ? a->value : a->choices;
    char letter[] = {a->letter, '\0'};
    buf_add_text(out, ".TP\n");
    if (a->letter != 0) {
        add_bold(out, "-", letter);
        buf_add_text(out, ", ");
    }
    add_bold(out, "--", a->name);
    if (value != NULL) {
        buf_addf(out, " \\fI%s\\fR", value);
    }
    buf_add_char(out, '\n');
    add_troff(out, a->help);
    buf_add_char(out, '\n');
}

static void add_command(const struct command *c, struct buf *out)
{
    buf_addf(out, ".SS lurcher %s\n", c->name);
    add_troff(out, c->synopsis);
    buf_add_text(out, "\n.PP\n");
    add_troff(out, c->description);
    buf_add_char(out, '\n');
    for (const struct arg *a = c->args; a->name != NULL; a++) {
        add_option(a, out);
    }
    if (c->examples != NULL) {
        buf_add_text(out, ".PP\nExamples:\n.PP\n.nf\n");
        add_troff(out, c->examples);
        buf_add_text(out, ".fi\n");
    }
}

static const char head[] =
    ".\\\" Made by `lurcher help --man`; do not edit.\n"
    ".TH LURCHER 1 \"\" \"Lurcher\" \"User Commands\"\n"
    ".SH NAME\n"
    "lurcher \\- find what is new, rare or sudden in AWS CloudTrail logs\n"
    ".SH SYNOPSIS\n"
    "\\fBlurcher\\fR \\fICOMMAND\\fR [\\fIoptions\\fR] \\&...\n"
    ".SH DESCRIPTION\n"
    "Lurcher compiles rules and runs them over CloudTrail log files. Rules mix plain\n"
    "conditions with the stateful primitives \\fBnew\\fR, \\fBrare\\fR, \\fBspike\\fR,\n"
    "\\fBcount\\fR, \\fBdistinct\\fR and \\fBsum\\fR. The language is described in language.md,\n"
    "which is installed with the program, and a tutorial lies beside it.\n"
    ".PP\n"
    "Data goes to standard output, everything else to standard error. \\fB\\-\\fR as an\n"
    "input or output file is standard input or output. Colour and progress appear on a\n"
    "terminal only; \\fBNO_COLOR\\fR, \\fBTERM=dumb\\fR and \\fB\\-\\-no\\-color\\fR turn them off.\n"
    ".PP\n"
    "Every command takes \\fB\\-h\\fR, \\fB\\-\\-help\\fR.\n"
    ".SH COMMANDS\n";

static const char tail[] =
    ".SH ALERTS AS JSON\n"
    "\\fBrun \\-f json\\fR writes one object per line, in the order of the alert's time, event\n"
    "id and rule, with these keys in this order:\n"
    ".PP\n"
    "\\fBid\\fR (depends on rule and event alone), \\fBrule\\fR, \\fBseverity\\fR, \\fBrisk\\fR (null when the\n"
    "rule gives none), \\fBtime\\fR,\n"
    "\\fBtitle\\fR, \\fBevent_id\\fR, \\fBsource\\fR, \\fBfields\\fR (what the rule shows),\n"
    "\\fBevidence\\fR, \\fBattack\\fR, \\fBtags\\fR, \\fBsuppressed\\fR (repeats that \\fBonce\\fR held back\n"
    "before this alert).\n"
    ".PP\n"
    "Each object of \\fBevidence\\fR has \\fBprimitive\\fR and \\fBexpr\\fR, and then:\n"
    ".TP\n.B new\nknown_for_s, events, distinct\n"
    ".TP\n.B rare\nn, total, share, known_for_s\n"
    ".TP\n.B spike\nx, mean, sd, threshold, bucket, baseline_buckets, known_for_s\n"
    ".TP\n.BR count \", \" distinct \", \" sum\nvalue, within_s (null: forever)\n"
    ".SH DIFF AS JSON\n"
    "\\fBdiff \\-f json\\fR writes one object per line: first the rules, then the states.\n"
    ".TP\n.B rule\n"
    "\\fBkind\\fR (rule), \\fBchange\\fR (removed, added, renamed, changed, same), \\fBrule\\fR,\n"
    "\\fBold_rule\\fR (when renamed), \\fBfile\\fR, \\fBline\\fR, \\fBdisabled\\fR (why, when it was\n"
    "removed by a tune of the new side), \\fBclauses\\fR: for each that differs\n"
    "\\fBclause\\fR, \\fBold\\fR and \\fBnew\\fR, its texts (null: none). Equal texts mean that a let\n"
    "or a list in them has changed.\n"
    ".TP\n.B state\n"
    "\\fBkind\\fR (state), \\fBchange\\fR (survives, anew, new, orphaned), \\fBold\\fR and\n"
    "\\fBnew\\fR (signatures; null: none), \\fBbecause\\fR (of anew: from, match, for, measured,\n"
    "where, within, per, condition), \\fBprimitive\\fR, \\fBrules\\fR (those that read it).\n"
    ".SH STATISTICS\n"
    "\\fB\\-\\-stats\\fR \\fIFILE\\fR writes one JSON object. Its numbers add up:\n"
    ".PP\n.nf\n"
    "files.seen = files.read + files.known + files.skipped + files.failed\n"
    "records = events + duplicates + rejected + outside + unread + resumed\n"
    ".fi\n"
    ".PP\n"
    "\\fBfiles.known\\fR are files that earlier runs on the same state have read; \\fBresumed\\fR are events\n"
    "of files that an earlier run took in part, and took before it ended;\n"
    "\\fBoutside\\fR are events outside \\fB\\-\\-since\\fR and \\fB\\-\\-until\\fR; \\fBunread\\fR are\n"
    "records of sources that no rule reads, by their names in \\fBunread_sources\\fR; \\fBdamaged\\fR are\n"
    "places where bytes were no record; \\fBrepaired\\fR are records with bytes that are not\n"
    "UTF\\-8; \\fBlate\\fR are events that came too late for \\fB\\-\\-lateness\\fR, or are older than\n"
    "what a state has taken. Further keys:\n"
    "\\fBalerts\\fR, \\fBsuppressed\\fR, \\fBrule_errors\\fR, \\fBrules\\fR (for each: matched,\n"
    "alerts, suppressed), \\fBfirst_time\\fR, \\fBlast_time\\fR (of events), \\fBseconds\\fR,\n"
    "\\fBbytes\\fR (of input, as stored), \\fBspilled_bytes\\fR, \\fBstate_bytes\\fR, \\fBsymbols\\fR.\n"
    ".SH EXIT STATUS\n"
    ".TP\n.B 0\nDone. Alerts alone do not change it.\n"
    ".TP\n.B 1\nFindings: an error or a warning of check, a difference of diff, an alert at or over \\-\\-fail\\-on.\n"
    ".TP\n.B 2\nUsage, configuration or pack error; nothing was processed.\n"
    ".TP\n.B 3\n"
    "Processed, but some input was rejected or unreadable. Each is named on standard error.\n"
    "In run this needs \\-\\-strict; without it there is a warning and status 0.\n"
    ".TP\n.B 4\nOutput could not be written, or memory ended.\n"
    ".SH ENVIRONMENT\n"
    ".TP\n.B LURCHER_RULES\nThe folder of the rule packs that are used without \\-r.\n"
    ".TP\n.B LURCHER_GEO\nA folder with MaxMind DB files, looked into before those below.\n"
    ".TP\n.B NO_COLOR\nWhen set and not empty: no colour.\n"
    ".TP\n.B TMPDIR\nWhere sorted runs are spilled when events do not fit in memory.\n"
    ".SH FILES\n"
    ".TP\n.I /usr/share/GeoIP/\n"
    ".TQ\n.I /var/lib/GeoIP/\n"
    "Where geo databases of the usual names (GeoLite2\\-City.mmdb, dbip\\-city\\-lite.mmdb,\n"
    "GeoLite2\\-ASN.mmdb, ...) are found without \\-\\-geo and \\-\\-asn.\n";

void command_man(struct buf *out)
{
    buf_add_text(out, head);
    for (const struct command *const *c = commands; *c != NULL; c++) {
        add_command(*c, out);
    }
    buf_add_text(out, tail);
}
