/* CPython in this process: started once, isolated from the environment and the user's site, with
 * http.client as known_differences.py leaves it and the classes of driver.py.
 *
 * The calls on it are made from C (response_interpreter.c, request_interpreter.c), which spares the
 * bytecode that a driver of them would be. Whatever fails that must not ends the program. */
#ifndef FUZZ_INTERPRETER_H
#define FUZZ_INTERPRETER_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "hc/buffer.h"
#include "hc/edition.h"

/* interpreter_start starts it, if it is not running yet. When the program ends, it prints which
 * known differences came into play, and how often, to standard error. */
void interpreter_start(void);

/* interpreter_edition is the edition that the interpreter is of. */
enum hc_edition interpreter_edition(void);

/* interpreter_interned is Python's text of `literal`, borrowed: a string literal, for the text is
 * kept by its address. So are the names of the functions below. */
PyObject *interpreter_interned(const char *literal);

/* interpreter_name is what `name` is in driver.py or known_differences.py, borrowed. */
PyObject *interpreter_name(const char *name);

/* interpreter_prints: where what Python prints is appended, until it is called again; NULL drops
 * it. */
void interpreter_prints(struct hc_buffer *printed);

/* interpreter_need returns `object`, a new reference, unless it is NULL: then a call of the rig's
 * own failed, which is printed, and the program aborts. */
PyObject *interpreter_need(PyObject *object);

/* interpreter_attribute returns the attribute, a new reference. */
PyObject *interpreter_attribute(PyObject *object, const char *name);

/* interpreter_set_attribute sets it and takes `value` over. */
void interpreter_set_attribute(PyObject *object, const char *name, PyObject *value);

/* Texts of a plan are UTF-8, in which surrogates may stand. */
PyObject *interpreter_text(struct hc_span text);
PyObject *interpreter_bytes(struct hc_span bytes);
PyObject *interpreter_none(void);

#endif
