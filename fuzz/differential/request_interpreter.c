#include "request_interpreter.h"

#include <errno.h>

#include "python_socket.h"
#include "python_trace.h"
#include "watched_allocator.h"

/* What one plan works with. */
struct session {
  const struct request_plan *plan;
  struct hc_span reply;
  PyObject *connection;
  struct hc_buffer connects, sent, printed; /* since the last call */
  struct hc_buffer *trace;
};

/* The session that connects: http.client calls a function, which has no other way to know. */
static struct session *connecting;

/* --- The other end --- */

static void trace_endpoint(struct hc_buffer *trace, PyObject *host, PyObject *port) {
  python_trace_utf8(trace, host);
  trace_label(trace, ":");
  if (PyUnicode_Check(port)) {
    python_trace_utf8(trace, port);
    return;
  }
  PyObject *digits = interpreter_need(PyObject_Str(port));
  python_append_utf8(trace, digits);
  Py_DECREF(digits);
}

/* socket.create_connection((host, port), timeout, source_address). */
static PyObject *create_connection(PyObject *self, PyObject *arguments) {
  (void)self;
  PyObject *address = PyTuple_GetItem(arguments, 0);
  trace_text(&connecting->connects, " connects=");
  trace_endpoint(&connecting->connects, PyTuple_GetItem(address, 0), PyTuple_GetItem(address, 1));
  if (connecting->plan->reply == REPLY_REFUSES) {
    errno = ECONNREFUSED;
    return PyErr_SetFromErrno(PyExc_OSError);
  }
  size_t count = connecting->reply.size > 0 ? 1 : 0;
  return python_socket_new(&connecting->reply, count, ENDING_CLOSE, &connecting->sent);
}

static PyObject *create_connection_function(void) {
  static PyMethodDef method = {"create_connection", create_connection, METH_VARARGS, NULL};
  static PyObject *function;
  if (function == NULL) function = interpreter_need(PyCFunction_New(&method, NULL));
  Py_INCREF(function);
  return function;
}

/* --- Arguments --- */

static PyObject *value_of(const struct hc_value *value) {
  switch (value->kind) {
  case HC_VALUE_TEXT: return interpreter_text(value->bytes);
  case HC_VALUE_BYTES: return interpreter_bytes(value->bytes);
  case HC_VALUE_INTEGER: return PyLong_FromLongLong(value->integer);
  case HC_VALUE_NONE: break;
  }
  return interpreter_none();
}

static PyObject *port_of(const struct hc_port *port) {
  if (port->kind == HC_PORT_TEXT) return interpreter_text(port->text);
  if (port->kind == HC_PORT_NUMBER) return PyLong_FromLongLong(port->number);
  return interpreter_none();
}

static PyObject *body_of(const struct plan_body *body) {
  bool text = body->kind == HC_BODY_TEXT || body->text_file;
  PyObject *data = text ? interpreter_text(body->data) : interpreter_bytes(body->data);
  PyObject *made = NULL;
  switch (body->kind) {
  case HC_BODY_NONE: Py_DECREF(data); return interpreter_none();
  case HC_BODY_TEXT:
  case HC_BODY_BYTES: return data;
  case HC_BODY_FILE:
    made = PyObject_CallFunctionObjArgs(interpreter_name(text ? "TextFile" : "File"), data, NULL);
    break;
  case HC_BODY_ITERABLE:
    made = PyObject_CallFunction(interpreter_name("Items"), "On", data, (Py_ssize_t)body->piece);
    break;
  }
  Py_DECREF(data);
  return interpreter_need(made);
}

static PyObject *pairs_of(const struct request_call *call) {
  PyObject *list = interpreter_need(PyList_New(0));
  for (size_t i = 0; i < call->header_count; i++) {
    PyObject *pair = interpreter_need(
        Py_BuildValue("(NN)", value_of(&call->headers[i].name), value_of(&call->headers[i].value)));
    if (PyList_Append(list, pair) != 0) interpreter_need(NULL);
    Py_DECREF(pair);
  }
  return list;
}

static PyObject *headers_of(const struct request_call *call) {
  PyObject *pairs = pairs_of(call);
  PyObject *headers = PyObject_CallFunctionObjArgs(interpreter_name("Headers"), pairs, NULL);
  Py_DECREF(pairs);
  return interpreter_need(headers);
}

/* --- Calls: each returns a new reference, or NULL when an exception was raised --- */

/* Takes over `arguments` and `options`, which may be NULL. */
static PyObject *call_method(PyObject *object, const char *name, PyObject *arguments,
                             PyObject *options) {
  PyObject *method = interpreter_attribute(object, name);
  PyObject *result = PyObject_Call(method, interpreter_need(arguments), options);
  Py_DECREF(method);
  Py_DECREF(arguments);
  Py_XDECREF(options);
  return result;
}

static PyObject *flag(int number, int bit) {
  return PyBool_FromLong(number & bit);
}

static PyObject *call_request(PyObject *connection, const struct request_call *call) {
  PyObject *arguments =
      Py_BuildValue("(NNNN)", interpreter_text(call->texts[0]), interpreter_text(call->texts[1]),
                    body_of(&call->body), headers_of(call));
  return call_method(connection, "request", arguments,
                     Py_BuildValue("{s:N}", "encode_chunked", flag(call->number, 1)));
}

static PyObject *call_putrequest(PyObject *connection, const struct request_call *call) {
  PyObject *arguments =
      Py_BuildValue("(NN)", interpreter_text(call->texts[0]), interpreter_text(call->texts[1]));
  return call_method(connection, "putrequest", arguments,
                     Py_BuildValue("{s:N,s:N}", "skip_host", flag(call->number, 1),
                                   "skip_accept_encoding", flag(call->number, 2)));
}

static PyObject *call_putheader(PyObject *connection, const struct request_call *call) {
  PyObject *arguments = interpreter_need(PyTuple_New(1 + (Py_ssize_t)call->header_count));
  PyTuple_SET_ITEM(arguments, 0, value_of(&call->headers[0].name));
  for (size_t i = 0; i < call->header_count; i++)
    PyTuple_SET_ITEM(arguments, 1 + (Py_ssize_t)i, value_of(&call->headers[i].value));
  return call_method(connection, "putheader", arguments, NULL);
}

static PyObject *call_endheaders(PyObject *connection, const struct request_call *call) {
  return call_method(connection, "endheaders", Py_BuildValue("(N)", body_of(&call->body)),
                     Py_BuildValue("{s:N}", "encode_chunked", flag(call->number, 1)));
}

static PyObject *call_set_tunnel(PyObject *connection, const struct request_call *call) {
  PyObject *pairs = pairs_of(call);
  PyObject *mapping = interpreter_need(PyDict_New());
  if (PyDict_MergeFromSeq2(mapping, pairs, 1) != 0) interpreter_need(NULL);
  Py_DECREF(pairs);
  PyObject *arguments =
      Py_BuildValue("(NNN)", interpreter_text(call->texts[0]), port_of(&call->port), mapping);
  return call_method(connection, "set_tunnel", arguments, NULL);
}

static PyObject *set_version(PyObject *connection, int minor) {
  interpreter_set_attribute(connection, "_http_vsn", PyLong_FromLong(10 + minor));
  interpreter_set_attribute(connection, "_http_vsn_str",
                            PyUnicode_FromString(minor ? "HTTP/1.1" : "HTTP/1.0"));
  return interpreter_none();
}

static PyObject *set_auto_open(PyObject *connection, int auto_open) {
  interpreter_set_attribute(connection, "auto_open", PyLong_FromLong(auto_open));
  return interpreter_none();
}

/* The body of the response, after its status is written. */
static PyObject *call_getresponse(struct session *session) {
  PyObject *response = call_method(session->connection, "getresponse", PyTuple_New(0), NULL);
  if (response == NULL) return NULL;
  if (session->trace != NULL) {
    PyObject *status = interpreter_attribute(response, "status");
    python_trace_scalar(session->trace, status);
    trace_label(session->trace, " ");
    Py_DECREF(status);
  }
  PyObject *body = call_method(response, "read", PyTuple_New(0), NULL);
  Py_DECREF(response);
  return body;
}

static PyObject *make(struct session *session, const struct request_call *call) {
  PyObject *connection = session->connection;
  switch (call->operation) {
  case CALL_REQUEST: return call_request(connection, call);
  case CALL_PUTREQUEST: return call_putrequest(connection, call);
  case CALL_PUTHEADER: return call_putheader(connection, call);
  case CALL_ENDHEADERS: return call_endheaders(connection, call);
  case CALL_SEND:
    return call_method(connection, "send", Py_BuildValue("(N)", body_of(&call->body)), NULL);
  case CALL_GETRESPONSE: return call_getresponse(session);
  case CALL_SET_TUNNEL: return call_set_tunnel(connection, call);
  case CALL_CLOSE: return call_method(connection, "close", PyTuple_New(0), NULL);
  case CALL_CONNECT: return call_method(connection, "connect", PyTuple_New(0), NULL);
  case CALL_SET_DEBUGLEVEL:
    return call_method(connection, "set_debuglevel", Py_BuildValue("(i)", call->number), NULL);
  case CALL_SET_VERSION: return set_version(connection, call->number);
  case CALL_SET_AUTO_OPEN: return set_auto_open(connection, call->number);
  case CALL_COUNT: break;
  }
  return interpreter_none();
}

/* --- A session --- */

static void show_effects(struct session *session) {
  struct hc_buffer *trace = session->trace;
  if (!hc_buffer_append(trace, hc_buffer_span(&session->connects))) abort();
  hc_buffer_empty(&session->connects);
  trace_effect(trace, " sends=", &session->sent);
  trace_effect(trace, " prints=", &session->printed);
  PyObject *state = interpreter_attribute(session->connection, "_HTTPConnection__state");
  trace_label(trace, " ");
  python_append_utf8(trace, state);
  Py_DECREF(state);
  PyObject *socket = interpreter_attribute(session->connection, "sock");
  if (socket != Py_None) trace_text(trace, " connected");
  Py_DECREF(socket);
}

static void make_call(struct session *session, const struct request_call *call) {
  struct hc_buffer *trace = session->trace;
  if (trace == NULL) {
    Py_XDECREF(make(session, call));
    PyErr_Clear();
    hc_buffer_empty(&session->connects);
    hc_buffer_empty(&session->sent);
    return;
  }
  trace_text(trace, "\n");
  plan_call_trace(call, trace);
  PyObject *result = make(session, call);
  if (result == NULL)
    python_trace_raised(trace);
  else if (call->operation == CALL_GETRESPONSE)
    python_trace_result(trace, result);
  Py_XDECREF(result);
  show_effects(session);
}

static PyObject *connection_of(const struct request_plan *plan) {
  PyObject *arguments =
      interpreter_need(Py_BuildValue("(NN)", interpreter_text(plan->host), port_of(&plan->port)));
  PyObject *options =
      interpreter_need(Py_BuildValue("{s:L}", "blocksize", (long long)plan->blocksize));
  PyObject *made = PyObject_Call(interpreter_name("Connection"), arguments, options);
  Py_DECREF(arguments);
  Py_DECREF(options);
  if (made != NULL)
    interpreter_set_attribute(made, "_create_connection", create_connection_function());
  return made;
}

static void show_endpoint(const struct session *session) {
  PyObject *host = interpreter_attribute(session->connection, "host");
  PyObject *port = interpreter_attribute(session->connection, "port");
  trace_endpoint(session->trace, host, port);
  Py_DECREF(host);
  Py_DECREF(port);
}

static void make_calls(struct session *session) {
  interpreter_prints(session->trace != NULL ? &session->printed : NULL);
  connecting = session;
  for (size_t i = 0; i < session->plan->call_count; i++)
    make_call(session, &session->plan->calls[i]);
  connecting = NULL;
  interpreter_prints(NULL);
}

void request_interpreter(const struct request_plan *plan, struct hc_buffer *trace) {
  struct hc_buffer none = hc_buffer_make(&watched_allocator, 0);
  struct session session = {.plan = plan,
                            .reply = plan_reply(plan->reply),
                            .trace = trace,
                            .connects = none,
                            .sent = none,
                            .printed = none};
  session.connection = connection_of(plan);
  if (trace != NULL) trace_label(trace, "HTTPConnection: ");
  if (session.connection != NULL) {
    if (trace != NULL) show_endpoint(&session);
    make_calls(&session);
  } else if (trace != NULL) {
    python_trace_raised(trace);
  }
  PyErr_Clear();
  Py_XDECREF(session.connection);
  hc_buffer_free(&session.connects);
  hc_buffer_free(&session.sent);
  hc_buffer_free(&session.printed);
}
