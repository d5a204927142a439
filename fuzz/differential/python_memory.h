/* The embedded interpreter's memory. What it is done with is kept and handed out again, so that an
 * execution neither asks the system for pages nor AddressSanitizer for blocks: the interpreter is
 * what the reference is compared with, and not itself under test. One block is at most
 * PYTHON_BLOCK_MAX bytes, so that a length that a peer announces costs nothing: what asks for more
 * gets MemoryError. */
#ifndef FUZZ_PYTHON_MEMORY_H
#define FUZZ_PYTHON_MEMORY_H

enum { PYTHON_BLOCK_MAX = 8 * 1024 * 1024 };

/* python_memory_start: called once, when the interpreter is pre-initialised and not yet
 * initialised. */
void python_memory_start(void);

#endif
