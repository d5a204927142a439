/* The same calls on the reference client's connection and on http.client's of the CPython in this
 * process: what comes of each, the connections it makes, the bytes it sends and what it prints must
 * be the same. differential/request_plan.h says what the bytes of an input mean. */
#include "../target.h"
#include "comparison.h"
#include "interpreter.h"
#include "request_reference.h"
#include "trace.h"

/* --- The plan, in Python's objects --- */

static PyObject *text_of(struct hc_span text) {
  return PyUnicode_DecodeUTF8(text.data ? text.data : "", (Py_ssize_t)text.size, "surrogatepass");
}

static PyObject *bytes_of(struct hc_span bytes) {
  return PyBytes_FromStringAndSize(bytes.data, (Py_ssize_t)bytes.size);
}

static PyObject *none(void) {
  Py_INCREF(Py_None);
  return Py_None;
}

static PyObject *value_of(const struct hc_value *value) {
  switch (value->kind) {
  case HC_VALUE_TEXT: return text_of(value->bytes);
  case HC_VALUE_BYTES: return bytes_of(value->bytes);
  case HC_VALUE_INTEGER: return PyLong_FromLongLong(value->integer);
  case HC_VALUE_NONE: break;
  }
  return none();
}

static PyObject *port_of(const struct hc_port *port) {
  if (port->kind == HC_PORT_TEXT) return text_of(port->text);
  if (port->kind == HC_PORT_NUMBER) return PyLong_FromLongLong(port->number);
  return none();
}

/* All pairs; of putheader() only the first has a name. */
static PyObject *headers_of(const struct request_call *call) {
  PyObject *headers = PyList_New(0);
  PROPERTY(headers != NULL);
  size_t pairs =
      call->operation == CALL_PUTHEADER && call->header_count == 0 ? 1 : call->header_count;
  for (size_t i = 0; i < pairs; i++) {
    PyObject *pair =
        Py_BuildValue("(NN)", value_of(&call->headers[i].name), value_of(&call->headers[i].value));
    PROPERTY(pair != NULL && PyList_Append(headers, pair) == 0);
    Py_DECREF(pair);
  }
  return headers;
}

static PyObject *body_of(const struct plan_body *body) {
  bool text = body->kind == HC_BODY_TEXT || body->text_file;
  int kind = body->text_file ? HC_BODY_ITERABLE + 1 : (int)body->kind;
  return Py_BuildValue("(iNn)", kind, text ? text_of(body->data) : bytes_of(body->data),
                       (Py_ssize_t)body->piece);
}

static PyObject *call_of(const struct request_call *call) {
  struct hc_buffer written = {0};
  plan_call_write(call, &written);
  PyObject *made = Py_BuildValue(
      "(NiNNiNnNN)", text_of(hc_buffer_span(&written)), (int)call->operation,
      text_of(call->texts[0]), text_of(call->texts[1]), call->number, port_of(&call->port),
      (Py_ssize_t)call->header_count, headers_of(call), body_of(&call->body));
  hc_buffer_free(&written);
  PROPERTY(made != NULL);
  return made;
}

static struct hc_span trace_of_interpreter(const struct request_plan *plan) {
  PyObject *calls = PyList_New((Py_ssize_t)plan->call_count);
  PROPERTY(calls != NULL);
  for (size_t i = 0; i < plan->call_count; i++)
    PyList_SET_ITEM(calls, (Py_ssize_t)i, call_of(&plan->calls[i]));
  PyObject *reply = plan->reply == REPLY_REFUSES ? none() : bytes_of(plan_reply(plan->reply));
  PyObject *arguments = Py_BuildValue("(NNLNN)", text_of(plan->host), port_of(&plan->port),
                                      (long long)plan->blocksize, reply, calls);
  return interpreter_call("trace_request", arguments);
}

/* --- The comparison --- */

static void describe(const void *plan, struct hc_span trace, FILE *file) {
  (void)trace;
  const struct request_plan *it = plan;
  struct hc_buffer reply = {0};
  trace_bytes(&reply, plan_reply(it->reply));
  fprintf(file, "Each connection answers %.*s. Texts are shown in UTF-8.\n", (int)reply.size,
          it->reply == REPLY_REFUSES ? "(refused)" : reply.data);
  hc_buffer_free(&reply);
}

/* A reference that takes the host for another. */
static void add_fault(struct request_plan *plan) {
  if (plan->host.size > 0) plan->host.size--;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  interpreter_start();
  struct request_plan plan;
  request_plan_decode(data, size, &plan);
  struct hc_span theirs = trace_of_interpreter(&plan);
  if (fault_is_wanted()) add_fault(&plan);
  struct hc_buffer ours = {0};
  request_reference(&plan, interpreter_edition(), &ours);
  struct comparison comparison = {
      .target = "differential_request",
      .input = hc_span_make((const char *)data, size),
      .reference = hc_buffer_span(&ours),
      .interpreter = theirs,
      .describe = describe,
      .plan = &plan,
  };
  compare(&comparison);
  hc_buffer_free(&ours);
  request_plan_free(&plan);
  return 0;
}
