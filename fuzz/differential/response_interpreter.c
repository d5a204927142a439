#include "response_interpreter.h"

#include "python_socket.h"
#include "python_trace.h"

static PyObject *call(PyObject *response, enum operation operation, PyObject *argument) {
  PyObject *result = PyObject_CallMethodObjArgs(
      response, interpreter_interned(plan_operation_name(operation)), argument, NULL);
  Py_XDECREF(argument);
  return result;
}

/* --- Steps: each returns a new reference, or NULL when an exception was raised --- */

static PyObject *fill_memory(PyObject *response, struct step step) {
  PyObject *memory = interpreter_need(PyByteArray_FromStringAndSize(NULL, (Py_ssize_t)step.amount));
  Py_INCREF(memory);
  PyObject *got = call(response, step.operation, memory);
  PyObject *filled = NULL;
  if (got != NULL)
    filled = PyBytes_FromStringAndSize(PyByteArray_AS_STRING(memory), PyLong_AsSsize_t(got));
  Py_XDECREF(got);
  Py_DECREF(memory);
  return filled;
}

static PyObject *field_name(int64_t index) {
  PyObject *name = interpreter_interned(plan_field_name(index));
  Py_INCREF(name);
  return name;
}

static PyObject *take(PyObject *response, struct step step) {
  switch (step.operation) {
  case OPERATION_READ:
  case OPERATION_READ1:
  case OPERATION_READLINE:
  case OPERATION_READLINES: return call(response, step.operation, PyLong_FromLongLong(step.amount));
  case OPERATION_READINTO:
  case OPERATION_READINTO1: return fill_memory(response, step);
  case OPERATION_GETHEADER: return call(response, step.operation, field_name(step.amount));
  default: return call(response, step.operation, NULL);
  }
}

/* --- What came of them --- */

static void show_attribute(PyObject *response, const char *name, struct hc_buffer *trace) {
  PyObject *value = interpreter_attribute(response, name);
  trace_label(trace, name);
  trace_label(trace, "=");
  python_trace_scalar(trace, value);
  Py_DECREF(value);
}

static void show_reason(PyObject *response, struct hc_buffer *trace) {
  PyObject *reason = interpreter_attribute(response, "reason");
  trace_label(trace, " reason=");
  if (PyUnicode_Check(reason) && reason != interpreter_name("UNKNOWN"))
    python_trace_latin1(trace, reason);
  else
    python_trace_scalar(trace, reason);
  Py_DECREF(reason);
  trace_label(trace, " ");
}

static void show_state(PyObject *response, struct hc_buffer *trace) {
  static const char *const after[] = {"version", "chunked", "will_close", "length", "chunk_left"};
  show_attribute(response, "status", trace);
  show_reason(response, trace);
  for (size_t i = 0; i < sizeof after / sizeof *after; i++) {
    show_attribute(response, after[i], trace);
    trace_label(trace, " ");
  }
  PyObject *is_closed = interpreter_need(call(response, OPERATION_ISCLOSED, NULL));
  trace_label(trace, "isclosed=");
  python_trace_scalar(trace, is_closed);
  trace_label(trace, " ");
  Py_DECREF(is_closed);
  show_attribute(response, "closed", trace);
}

static void show_fields(PyObject *fields, struct hc_buffer *trace) {
  trace_count(trace, (size_t)PyList_GET_SIZE(fields));
  trace_label(trace, "[");
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(fields); i++) {
    PyObject *field = PyList_GET_ITEM(fields, i);
    trace_label(trace, i > 0 ? ", (" : "(");
    python_trace_latin1(trace, PyTuple_GET_ITEM(field, 0));
    trace_label(trace, ", ");
    python_trace_latin1(trace, PyTuple_GET_ITEM(field, 1));
    trace_label(trace, ")");
  }
  trace_label(trace, "]");
}

/* What the parser noted besides the fields. */
static void show_message(PyObject *headers, struct hc_buffer *trace) {
  PyObject *envelope = interpreter_need(
      PyObject_CallMethodObjArgs(headers, interpreter_interned("get_unixfrom"), NULL));
  if (envelope != Py_None) {
    trace_text(trace, "envelope=");
    python_trace_latin1(trace, envelope);
  }
  PyObject *multipart = interpreter_need(
      PyObject_CallMethodObjArgs(headers, interpreter_interned("is_multipart"), NULL));
  trace_label(trace, " multipart=");
  python_trace_scalar(trace, multipart);
  PyObject *defects = interpreter_attribute(headers, "defects");
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(defects); i++) {
    trace_text(trace, " ");
    trace_text(trace, Py_TYPE(PyList_GET_ITEM(defects, i))->tp_name);
  }
  Py_DECREF(envelope);
  Py_DECREF(multipart);
  Py_DECREF(defects);
}

static void show_result(enum operation operation, PyObject *result, struct hc_buffer *trace) {
  if (operation == OPERATION_GETHEADERS)
    show_fields(result, trace);
  else if (operation == OPERATION_GETHEADER && result != Py_None)
    python_trace_latin1(trace, result);
  else if (operation == OPERATION_ENTER)
    trace_text(trace, "None"); /* itself */
  else
    python_trace_result(trace, result);
}

static void show_headers(PyObject *response, struct hc_buffer *trace) {
  PyObject *headers = interpreter_attribute(response, "headers");
  if (headers == Py_None)
    trace_text(trace, "None");
  else
    show_message(headers, trace);
  Py_DECREF(headers);
}

static void show_step(PyObject *response, struct step step, struct hc_buffer *trace) {
  plan_call_trace(step, trace);
  if (step.operation == OPERATION_STATE) {
    show_state(response, trace);
    return;
  }
  if (step.operation == OPERATION_MESSAGE) {
    show_headers(response, trace);
    return;
  }
  PyObject *result = take(response, step);
  if (result != NULL)
    show_result(step.operation, result, trace);
  else
    python_trace_raised(trace);
  Py_XDECREF(result);
}

static void only_take(PyObject *response, struct step step) {
  if (step.operation == OPERATION_STATE || step.operation >= OPERATION_RANDOM_COUNT) return;
  Py_XDECREF(take(response, step));
  PyErr_Clear();
}

/* --- A plan --- */

static PyObject *response_of(const struct response_plan *plan) {
  PyObject *socket = python_socket_new(plan->pieces, plan->piece_count, plan->ending, NULL);
  PyObject *response = interpreter_need(PyObject_CallFunctionObjArgs(
      interpreter_name("Response"), socket, Py_False, interpreter_interned(plan->method), NULL));
  Py_DECREF(socket);
  return response;
}

void response_interpreter(const struct response_plan *plan, struct hc_buffer *trace) {
  PyObject *response = response_of(plan);
  for (size_t i = 0; i < plan->step_count; i++) {
    if (trace == NULL) {
      only_take(response, plan->steps[i]);
      continue;
    }
    if (i > 0) trace_text(trace, "\n");
    show_step(response, plan->steps[i], trace);
  }
  Py_DECREF(response);
}
