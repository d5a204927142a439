/* Foreign text in XML and HTML. */
#ifndef REPORTS_MARKUP_H
#define REPORTS_MARKUP_H

#include <stdio.h>

/* markup_put: |text| as character data, for element content. Nothing in it can be markup, nor be a
 * character that XML 1.0 forbids (2.2) or a reader cannot see: those are written as escapes. NULL
 * is nothing. */
void markup_put(FILE *out, const char *text);

/* markup_put_attribute: the same for an attribute's value in double quotes, where line ends survive
 * (XML 1.0, 3.3.3). */
void markup_put_attribute(FILE *out, const char *text);

#endif
