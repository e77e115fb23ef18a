/* term: what the terminal can take. */
#ifndef LURCHER_CLI_TERM_H
#define LURCHER_CLI_TERM_H

#include <stdbool.h>
#include <stdio.h>

/* May this stream be coloured? Only a terminal, and not when NO_COLOR is set and
 * not empty, TERM is "dumb" or missing, or the user said --no-color. */
bool term_colour(FILE *stream, bool no_color);

/* May a progress line be drawn on this stream? */
bool term_live(FILE *stream);

#endif
