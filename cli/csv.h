/* csv: fields of comma separated values (RFC 4180) that a spreadsheet may open. */
#ifndef LURCHER_CLI_CSV_H
#define LURCHER_CLI_CSV_H

#include "base/buf.h"

/* The text in quotes. What a spreadsheet would take for a formula gets a ' before it. */
void csv_add(struct buf *out, struct str text);

#endif
