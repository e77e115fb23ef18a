#include "cli/term.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool dumb(void)
{
    const char *term = getenv("TERM");
    return term == NULL || term[0] == '\0' || strcmp(term, "dumb") == 0;
}

bool term_colour(FILE *stream, bool no_color)
{
    const char *unwanted = getenv("NO_COLOR");
    return !no_color && (unwanted == NULL || unwanted[0] == '\0') && term_live(stream);
}

bool term_live(FILE *stream)
{
    return isatty(fileno(stream)) && !dumb();
}
