/* What every fuzz target offers, and how it states a property. */
#ifndef FUZZ_TARGET_H
#define FUZZ_TARGET_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* LLVMFuzzerTestOneInput: libFuzzer's entry point; always returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* PROPERTY: what must hold for every input; when it does not, the program aborts, which every
 * fuzzing engine takes for a find. */
#define PROPERTY(condition)                                                                        \
  do {                                                                                             \
    if (!(condition)) {                                                                            \
      fprintf(stderr, "%s:%d: the property does not hold: %s\n", __FILE__, __LINE__, #condition);  \
      abort();                                                                                     \
    }                                                                                              \
  } while (0)

#endif
