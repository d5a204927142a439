#include "interpreter.h"

#include <stdio.h>
#include <stdlib.h>

#include "driver_source.h"

static PyObject *driver; /* the names of driver.py */
static PyObject *result; /* of the last call */

/* --- Bounded memory --- */

static PyMemAllocatorEx unbounded[3];

static void *bounded_malloc(void *context, size_t size) {
  const PyMemAllocatorEx *below = context;
  return size > INTERPRETER_BLOCK_MAX ? NULL : below->malloc(below->ctx, size);
}

static void *bounded_calloc(void *context, size_t count, size_t size) {
  const PyMemAllocatorEx *below = context;
  if (size != 0 && count > INTERPRETER_BLOCK_MAX / size) return NULL;
  return below->calloc(below->ctx, count, size);
}

static void *bounded_realloc(void *context, void *block, size_t size) {
  const PyMemAllocatorEx *below = context;
  return size > INTERPRETER_BLOCK_MAX ? NULL : below->realloc(below->ctx, block, size);
}

static void unbounded_free(void *context, void *block) {
  const PyMemAllocatorEx *below = context;
  below->free(below->ctx, block);
}

static void bound_memory(void) {
  static const PyMemAllocatorDomain domains[] = {PYMEM_DOMAIN_RAW, PYMEM_DOMAIN_MEM,
                                                 PYMEM_DOMAIN_OBJ};
  for (size_t i = 0; i < sizeof domains / sizeof *domains; i++) {
    PyMem_GetAllocator(domains[i], &unbounded[i]);
    PyMemAllocatorEx bounded = {&unbounded[i], bounded_malloc, bounded_calloc, bounded_realloc,
                                unbounded_free};
    PyMem_SetAllocator(domains[i], &bounded);
  }
}

/* --- Start --- */

static void require(PyStatus status) {
  if (PyStatus_Exception(status)) Py_ExitStatusException(status);
}

static void configure(PyConfig *config) {
  PyConfig_InitIsolatedConfig(config);
  config->site_import = 0;
  config->install_signal_handlers = 0; /* they are the fuzzing engine's */
  config->write_bytecode = 0;
  require(PyConfig_SetBytesString(config, &config->program_name, HCSPEC_FUZZ_PYTHON));
}

static void fail(void) {
  PyErr_Print();
  fprintf(stderr, "error: the driver of the embedded Python " PY_VERSION " failed\n");
  abort();
}

static void load_driver(void) {
  driver = PyDict_New();
  PyObject *code = Py_CompileString((const char *)driver_source, "driver.py", Py_file_input);
  if (driver == NULL || code == NULL) fail();
  PyDict_SetItemString(driver, "__builtins__", PyEval_GetBuiltins());
  PyObject *done = PyEval_EvalCode(code, driver, driver);
  if (done == NULL) fail();
  Py_DECREF(done);
  Py_DECREF(code);
}

void interpreter_start(void) {
  if (driver != NULL) return;
  PyPreConfig early;
  PyPreConfig_InitIsolatedConfig(&early);
  early.utf8_mode = 1;
  require(Py_PreInitialize(&early));
  bound_memory();
  PyConfig config;
  configure(&config);
  require(Py_InitializeFromConfig(&config));
  PyConfig_Clear(&config);
  load_driver();
}

enum hc_edition interpreter_edition(void) {
  return (enum hc_edition)(PY_MAJOR_VERSION * 100 + PY_MINOR_VERSION);
}

int interpreter_patch(void) {
  return PY_MICRO_VERSION;
}

/* --- Calls --- */

struct hc_span interpreter_call(const char *function, PyObject *arguments) {
  PyObject *called = PyDict_GetItemString(driver, function);
  if (called == NULL || arguments == NULL) fail();
  Py_XDECREF(result);
  result = PyObject_Call(called, arguments, NULL);
  Py_DECREF(arguments);
  Py_ssize_t size = 0;
  const char *text = result != NULL ? PyUnicode_AsUTF8AndSize(result, &size) : NULL;
  if (text == NULL) fail();
  return hc_span_make(text, (size_t)size);
}

/* --- Leaks --- */

/* What an interpreter holds when the process ends is no leak of the client. LeakSanitizer asks for
 * this by name. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void) {
  return "leak:libpython\n";
}
