/* See memory.h. */
#include "memory.h"

#include <stdio.h>
#include <stdlib.h>

void *require_memory(void *memory) {
  if (memory) return memory;
  fputs("hcspec-adapter-ref: out of memory\n", stderr);
  exit(EXIT_FAILURE);
}
