/* builtin: the library that is inside the program: the files of stdlib/, embedded when
 * it is built (builtin.c is made by stdlib/embed), parsed like any other file. */
#ifndef LURCHER_LANG_BUILTIN_H
#define LURCHER_LANG_BUILTIN_H

#include "base/str.h"

struct builtin_file {
    const char *name; /* "cloudtrail" */
    struct str text;
};

extern const struct builtin_file builtin_files[]; /* ends with name NULL */

#endif
