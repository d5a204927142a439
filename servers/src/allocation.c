/* One place decides what happens when there is no memory: the tools have nothing sensible left to
 * do. */
#include "allocation.h"

#include <stdio.h>
#include <stdlib.h>

void *allocation_resize(void *memory, size_t size) {
  void *resized = realloc(memory, size);
  if (resized) return resized;
  fputs("hcspec: out of memory\n", stderr);
  exit(2);
}
