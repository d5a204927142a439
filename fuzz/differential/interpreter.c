#include "interpreter.h"

#include <stdio.h>
#include <stdlib.h>

#include "driver_source.h"
#include "python_memory.h"
#include "python_trace.h"

static PyObject *names;            /* of known_differences.py and driver.py, which share them */
static struct hc_buffer *printing; /* see interpreter_prints */

/* --- Failure --- */

PyObject *interpreter_need(PyObject *object) {
  if (object != NULL) return object;
  PyErr_Print();
  fprintf(stderr, "error: the rig's own calls of the embedded Python " PY_VERSION " failed\n");
  abort();
}

static void require(PyStatus status) {
  if (PyStatus_Exception(status)) Py_ExitStatusException(status);
}

/* --- Names --- */

/* Two that share a place are made again and again, and are right all the same. */
PyObject *interpreter_interned(const char *literal) {
  enum { PLACES = 512 };
  static struct {
    const char *literal;
    PyObject *text;
  } kept[PLACES];
  size_t place = ((uintptr_t)literal ^ (uintptr_t)literal >> 9) % PLACES;
  if (kept[place].literal != literal) {
    Py_XDECREF(kept[place].text);
    kept[place].literal = literal;
    kept[place].text = interpreter_need(PyUnicode_InternFromString(literal));
  }
  return kept[place].text;
}

PyObject *interpreter_name(const char *name) {
  return interpreter_need(PyDict_GetItem(names, interpreter_interned(name)));
}

PyObject *interpreter_attribute(PyObject *object, const char *name) {
  return interpreter_need(PyObject_GetAttr(object, interpreter_interned(name)));
}

void interpreter_set_attribute(PyObject *object, const char *name, PyObject *value) {
  if (PyObject_SetAttr(object, interpreter_interned(name), value) != 0) interpreter_need(NULL);
  Py_DECREF(value);
}

/* --- Printing --- */

void interpreter_prints(struct hc_buffer *printed) {
  printing = printed;
}

static PyObject *emit(PyObject *self, PyObject *text) {
  (void)self;
  if (printing != NULL) python_append_utf8(printing, text);
  return interpreter_none();
}

static void offer_emit(void) {
  static PyMethodDef method = {"emit", emit, METH_O, NULL};
  PyObject *function = interpreter_need(PyCFunction_New(&method, NULL));
  PyDict_SetItemString(names, method.ml_name, function);
  Py_DECREF(function);
}

/* --- Start --- */

static void configure(PyConfig *config) {
  PyConfig_InitIsolatedConfig(config);
  config->site_import = 0;
  config->install_signal_handlers = 0; /* they are the fuzzing engine's */
  config->write_bytecode = 0;
  require(PyConfig_SetBytesString(config, &config->program_name, HCSPEC_FUZZ_PYTHON));
}

static void run_source(const unsigned char *source, const char *name) {
  PyObject *code = interpreter_need(Py_CompileString((const char *)source, name, Py_file_input));
  Py_DECREF(interpreter_need(PyEval_EvalCode(code, names, names)));
  Py_DECREF(code);
}

static void print_counts(void) {
  PyObject *counts = interpreter_need(PyObject_CallObject(interpreter_name("counts"), NULL));
  fputs(PyUnicode_AsUTF8(counts), stderr);
  Py_DECREF(counts);
}

void interpreter_start(void) {
  if (names != NULL) return;
  PyPreConfig early;
  PyPreConfig_InitIsolatedConfig(&early);
  early.utf8_mode = 1;
  require(Py_PreInitialize(&early));
  python_memory_start();
  PyConfig config;
  configure(&config);
  require(Py_InitializeFromConfig(&config));
  PyConfig_Clear(&config);
  names = interpreter_need(PyDict_New());
  PyDict_SetItemString(names, "__builtins__", PyEval_GetBuiltins());
  offer_emit();
  run_source(known_differences_source, "known_differences.py");
  run_source(driver_source, "driver.py");
  atexit(print_counts);
}

enum hc_edition interpreter_edition(void) {
  return (enum hc_edition)(PY_MAJOR_VERSION * 100 + PY_MINOR_VERSION);
}

/* --- Values --- */

PyObject *interpreter_text(struct hc_span text) {
  const char *data = text.size > 0 ? text.data : "";
  return interpreter_need(PyUnicode_DecodeUTF8(data, (Py_ssize_t)text.size, "surrogatepass"));
}

PyObject *interpreter_bytes(struct hc_span bytes) {
  return interpreter_need(PyBytes_FromStringAndSize(bytes.data, (Py_ssize_t)bytes.size));
}

PyObject *interpreter_none(void) {
  Py_INCREF(Py_None);
  return Py_None;
}

/* --- Leaks --- */

/* What an interpreter holds when the process ends is no leak of the client. LeakSanitizer asks for
 * this by name. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void) {
  return "leak:libpython\n";
}
