/* CPython in this process: started once, isolated from the environment and the user's site, and
 * called with one Python function (driver.py) that returns a trace. Its memory is bounded: one
 * allocation of more than INTERPRETER_BLOCK_MAX bytes fails with MemoryError, so that a length that
 * a peer announces costs nothing. */
#ifndef FUZZ_INTERPRETER_H
#define FUZZ_INTERPRETER_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "hc/edition.h"

enum { INTERPRETER_BLOCK_MAX = 8 * 1024 * 1024 };

/* interpreter_start starts it, if it is not running yet. A failure ends the program with a message.
 */
void interpreter_start(void);

/* interpreter_edition is the edition that the interpreter is of; interpreter_patch its third
 * number: 2 of 3.11.2. */
enum hc_edition interpreter_edition(void);
int interpreter_patch(void);

/* interpreter_call calls the driver's `function` with the tuple `arguments`, which it takes over,
 * and returns the trace, borrowed until the next call. An exception that leaves the driver is an
 * error of the driver: it is printed, and the program aborts. */
struct hc_span interpreter_call(const char *function, PyObject *arguments);

#endif
