#include "python_socket.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct socket {
  const struct hc_span *pieces;
  size_t piece_count;
  size_t turn, at; /* the piece that is next, and how much of it has been received */
  enum ending ending;
  struct hc_buffer *sent;
};

/* Behind the fields of the stream's base, whose attributes hold a reference to the socket. */
struct stream {
  struct socket *socket;
  bool timed_out;
};

static PyTypeObject *socket_type, *stream_type;
static PyObject *buffered_reader;

static struct socket *socket_of(PyObject *object) {
  return (struct socket *)(void *)((char *)object + sizeof(PyObject));
}

static struct stream *stream_of(PyObject *object) {
  return (struct stream *)(void *)((char *)object + stream_type->tp_base->tp_basicsize);
}

/* --- Receiving --- */

static PyObject *end_stream(struct stream *stream) {
  const struct socket *socket = stream->socket;
  if (socket->ending == ENDING_CLOSE) return PyLong_FromLong(0);
  if (socket->ending == ENDING_RESET) {
    errno = ECONNRESET;
    return PyErr_SetFromErrno(PyExc_OSError);
  }
  stream->timed_out = true;
  PyErr_SetString(interpreter_name("timeout"), "timed out");
  return NULL;
}

/* The interpreter copies: nobody has to watch its memory. */
static size_t receive(struct socket *socket, Py_buffer *room) {
  struct hc_span piece = socket->pieces[socket->turn];
  size_t size = piece.size - socket->at;
  if (size > (size_t)room->len) size = (size_t)room->len;
  union {
    const char *from;
    void *given; /* as 3.10 and before declare it */
  } bytes = {.from = piece.data + socket->at};
  PyBuffer_FromContiguous(room, bytes.given, (Py_ssize_t)size, 'C');
  socket->at += size;
  if (socket->at == piece.size) {
    socket->turn++;
    socket->at = 0;
  }
  return size;
}

static PyObject *stream_readinto(PyObject *self, PyObject *buffer) {
  struct stream *stream = stream_of(self);
  struct socket *socket = stream->socket;
  if (stream->timed_out) {
    PyErr_SetString(PyExc_OSError, "cannot read from timed out object");
    return NULL;
  }
  if (socket->turn == socket->piece_count) return end_stream(stream);
  Py_buffer room;
  if (PyObject_GetBuffer(buffer, &room, PyBUF_WRITABLE) != 0) return NULL;
  size_t size = receive(socket, &room);
  PyBuffer_Release(&room);
  return PyLong_FromSize_t(size);
}

static PyObject *stream_readable(PyObject *self, PyObject *none) {
  (void)self;
  (void)none;
  Py_RETURN_TRUE;
}

/* --- The socket --- */

static PyObject *socket_makefile(PyObject *self, PyObject *mode) {
  (void)mode; /* http.client reads only */
  PyObject *raw = PyObject_CallObject((PyObject *)stream_type, NULL);
  if (raw == NULL) return NULL;
  stream_of(raw)->socket = socket_of(self);
  PyObject *reader = NULL;
  if (PyObject_SetAttrString(raw, "socket", self) == 0)
    reader = PyObject_CallFunctionObjArgs(buffered_reader, raw, NULL);
  Py_DECREF(raw);
  return reader;
}

static PyObject *socket_sendall(PyObject *self, PyObject *data) {
  Py_buffer bytes;
  if (PyObject_GetBuffer(data, &bytes, PyBUF_SIMPLE) != 0) {
    PyErr_Format(PyExc_TypeError, "a bytes-like object is required, not '%s'",
                 Py_TYPE(data)->tp_name);
    return NULL;
  }
  struct hc_span span = hc_span_make(bytes.buf, (size_t)bytes.len);
  if (!hc_buffer_append(socket_of(self)->sent, span)) abort();
  PyBuffer_Release(&bytes);
  return interpreter_none();
}

static PyObject *do_nothing(PyObject *self, PyObject *arguments) {
  (void)self;
  (void)arguments;
  return interpreter_none();
}

/* --- The types --- */

static PyType_Slot *stream_slots(void) {
  static PyMethodDef methods[] = {{"readinto", stream_readinto, METH_O, NULL},
                                  {"readable", stream_readable, METH_NOARGS, NULL},
                                  {NULL, NULL, 0, NULL}};
  static PyType_Slot slots[] = {{Py_tp_methods, methods}, {0, NULL}};
  return slots;
}

static PyType_Slot *socket_slots(void) {
  static PyMethodDef methods[] = {{"makefile", socket_makefile, METH_VARARGS, NULL},
                                  {"sendall", socket_sendall, METH_O, NULL},
                                  {"setsockopt", do_nothing, METH_VARARGS, NULL},
                                  {"close", do_nothing, METH_NOARGS, NULL},
                                  {NULL, NULL, 0, NULL}};
  static PyType_Slot slots[] = {{Py_tp_methods, methods}, {0, NULL}};
  return slots;
}

static PyTypeObject *make_type(const char *name, size_t size, PyType_Slot *slots, PyObject *base) {
  PyType_Spec spec = {name, (int)size, 0, Py_TPFLAGS_DEFAULT, slots};
  PyObject *bases = base != NULL ? interpreter_need(PyTuple_Pack(1, base)) : NULL;
  PyObject *type = interpreter_need(PyType_FromSpecWithBases(&spec, bases));
  Py_XDECREF(bases);
  return (PyTypeObject *)(void *)type;
}

static void make_types(void) {
  PyObject *base = interpreter_name("RawIOBase");
  size_t base_size = (size_t)((PyTypeObject *)(void *)base)->tp_basicsize;
  buffered_reader = interpreter_name("BufferedReader");
  stream_type = make_type("rig.Stream", base_size + sizeof(struct stream), stream_slots(), base);
  socket_type =
      make_type("rig.Socket", sizeof(PyObject) + sizeof(struct socket), socket_slots(), NULL);
}

PyObject *python_socket_new(const struct hc_span *pieces, size_t piece_count, enum ending ending,
                            struct hc_buffer *sent) {
  if (socket_type == NULL) make_types();
  PyObject *made = interpreter_need(socket_type->tp_alloc(socket_type, 0));
  *socket_of(made) =
      (struct socket){.pieces = pieces, .piece_count = piece_count, .ending = ending, .sent = sent};
  return made;
}
