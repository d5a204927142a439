/* Floats as Python writes and reads them. */
#ifndef ADAPTER_FLOAT_TEXT_H
#define ADAPTER_FLOAT_TEXT_H

#include <stdbool.h>

enum { FLOAT_TEXT_SIZE = 32 };

/* float_repr: repr(real), the shortest text that reads back as the same float, NUL-terminated. */
void float_repr(double real, char text[FLOAT_TEXT_SIZE]);

/* float_read: reads what float_repr() writes. False, with |*real| unchanged, for any other text. */
bool float_read(const char *text, double *real);

#endif
