#include "python_trace.h"

static struct hc_span bytes_span(PyObject *bytes) {
  return hc_span_make(PyBytes_AS_STRING(bytes), (size_t)PyBytes_GET_SIZE(bytes));
}

/* --- Texts --- */

typedef void use(struct hc_buffer *trace, struct hc_span bytes);

static void use_encoded(struct hc_buffer *trace, PyObject *text, const char *encoding,
                        const char *errors, use *function) {
  PyObject *bytes = interpreter_need(PyUnicode_AsEncodedString(text, encoding, errors));
  function(trace, bytes_span(bytes));
  Py_DECREF(bytes);
}

static struct hc_span one_byte_span(PyObject *text) {
  return hc_span_make((const char *)PyUnicode_1BYTE_DATA(text), (size_t)PyUnicode_GET_LENGTH(text));
}

static void use_utf8(struct hc_buffer *trace, PyObject *text, use *function) {
  if (PyUnicode_IS_ASCII(text))
    function(trace, one_byte_span(text));
  else
    use_encoded(trace, text, "utf-8", "surrogatepass", function);
}

void python_append_utf8(struct hc_buffer *trace, PyObject *text) {
  use_utf8(trace, text, trace_span);
}

void python_trace_utf8(struct hc_buffer *trace, PyObject *text) {
  use_utf8(trace, text, trace_bytes);
}

void python_trace_latin1(struct hc_buffer *trace, PyObject *text) {
  if (PyUnicode_KIND(text) == PyUnicode_1BYTE_KIND)
    trace_bytes(trace, one_byte_span(text));
  else
    use_encoded(trace, text, "latin-1", "surrogateescape", trace_bytes);
}

/* --- Values --- */

static void trace_whole(struct hc_buffer *trace, PyObject *value) {
  int overflow = 0;
  long long number = PyLong_AsLongLongAndOverflow(value, &overflow);
  if (overflow == 0 && number != INT64_MIN)
    trace_number(trace, number);
  else
    trace_text(trace, overflow > 0 ? "huge" : "-huge");
}

void python_trace_scalar(struct hc_buffer *trace, PyObject *value) {
  if (value == Py_None)
    trace_text(trace, "None");
  else if (PyBool_Check(value))
    trace_bool(trace, value == Py_True);
  else if (PyLong_Check(value))
    trace_whole(trace, value);
  else
    python_append_utf8(trace, value);
}

static void trace_list(struct hc_buffer *trace, PyObject *list) {
  trace_count(trace, (size_t)PyList_GET_SIZE(list));
  trace_label(trace, "[");
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
    if (i > 0) trace_label(trace, ", ");
    trace_bytes(trace, bytes_span(PyList_GET_ITEM(list, i)));
  }
  trace_label(trace, "]");
}

void python_trace_result(struct hc_buffer *trace, PyObject *value) {
  if (PyBytes_Check(value))
    trace_bytes(trace, bytes_span(value));
  else if (PyList_Check(value))
    trace_list(trace, value);
  else
    python_trace_scalar(trace, value);
}

/* --- Exceptions --- */

static PyObject *take_raised(void) {
#if PY_VERSION_HEX >= 0x030C0000
  return PyErr_GetRaisedException();
#else
  PyObject *type = NULL, *value = NULL, *traceback = NULL;
  PyErr_Fetch(&type, &value, &traceback);
  PyErr_NormalizeException(&type, &value, &traceback);
  Py_XDECREF(type);
  Py_XDECREF(traceback);
  return value;
#endif
}

static bool is_a(PyObject *error, const char *class_name) {
  int is = PyObject_IsInstance(error, interpreter_name(class_name));
  if (is < 0) interpreter_need(NULL);
  return is != 0;
}

/* Without what the module re adds from 3.11 on: a value that is no text is only "no text" to the
 * reference. */
static void trace_wording(struct hc_buffer *trace, PyObject *error) {
  static const char said[] = "expected string or bytes-like object";
  PyObject *text = interpreter_need(PyObject_Str(error));
  bool adds = PyErr_GivenExceptionMatches(error, PyExc_TypeError) && PyUnicode_IS_ASCII(text) &&
              strncmp((const char *)PyUnicode_1BYTE_DATA(text), said, sizeof said - 1) == 0;
  trace_label(trace, " ");
  if (adds)
    trace_bytes(trace, hc_str(said));
  else
    python_trace_utf8(trace, text);
  Py_DECREF(text);
}

/* Its text says no more than its attributes, but with all digits. */
static void trace_incomplete(struct hc_buffer *trace, PyObject *error) {
  PyObject *partial = interpreter_attribute(error, "partial"),
           *expected = interpreter_attribute(error, "expected");
  int overflow = 0;
  if (expected != Py_None) PyLong_AsLongLongAndOverflow(expected, &overflow);
  if (overflow == 0) trace_wording(trace, error);
  trace_label(trace, " partial=");
  trace_bytes(trace, bytes_span(partial));
  trace_label(trace, " expected=");
  python_trace_scalar(trace, expected);
  Py_DECREF(partial);
  Py_DECREF(expected);
}

static void trace_text_attribute(struct hc_buffer *trace, PyObject *error, const char *name,
                                 const char *label) {
  PyObject *value = interpreter_attribute(error, name);
  trace_label(trace, label);
  python_trace_latin1(trace, value);
  Py_DECREF(value);
}

static void trace_errno(struct hc_buffer *trace, PyObject *error) {
  PyObject *number = interpreter_attribute(error, "errno");
  if (number != Py_None) {
    trace_text(trace, " errno=");
    python_trace_scalar(trace, number);
  }
  Py_DECREF(number);
}

static void trace_exception(struct hc_buffer *trace, PyObject *error) {
  const char *name = Py_TYPE(error)->tp_name;
  const char *dot = strrchr(name, '.');
  trace_text(trace, dot != NULL ? dot + 1 : name);
  if (is_a(error, "IncompleteRead"))
    trace_incomplete(trace, error);
  else
    trace_wording(trace, error);
  if (is_a(error, "BadStatusLine")) trace_text_attribute(trace, error, "line", " line=");
  if (is_a(error, "UnknownProtocol")) trace_text_attribute(trace, error, "version", " version=");
  if (PyErr_GivenExceptionMatches(error, PyExc_OSError)) trace_errno(trace, error);
}

void python_trace_raised(struct hc_buffer *trace) {
  PyObject *error = take_raised();
  if (!PyErr_GivenExceptionMatches(error, PyExc_Exception)) interpreter_need(NULL);
  trace_text(trace, "raises ");
  while (true) {
    trace_exception(trace, error);
    PyObject *cause = PyException_GetCause(error);
    Py_DECREF(error);
    if (cause == NULL) return;
    trace_text(trace, " from ");
    error = cause;
  }
}
