/* The system calls of a TCP transport, one of which goes wrong. The program is linked so that they
 * come here first. */
#ifndef SYSTEM_CALLS_H
#define SYSTEM_CALLS_H

#include <stdbool.h>
#include <stddef.h>

enum system_call {
  CALL_GETADDRINFO,
  CALL_SOCKET,
  CALL_FCNTL,
  CALL_BIND,
  CALL_CONNECT,
  CALL_POLL,
  CALL_GETSOCKOPT,
  CALL_SETSOCKOPT,
  CALL_SENDMSG, /* and send() */
  CALL_RECV,    /* and readv() */
  CALL_IOCTL,
  CALL_CLOSE
};

enum system_fault_kind {
  CALL_FAILS,    /* with `errnum`, which of getaddrinfo() is its result */
  CALL_IS_SHORT, /* one byte is sent or received; poll() finds nothing before its time */
  CALL_EXPIRES,  /* poll() finds nothing, an hour later */
  CALL_REPORTS   /* getsockopt() gives `errnum` */
};

struct system_fault {
  enum system_call call;
  enum system_fault_kind kind;
  int errnum;
  size_t failing; /* the number of the call, from 1 */
};

/* What is watched and what happens to it. Nothing is while `watching` is false. */
struct system_calls {
  bool watching;
  struct system_fault fault;
  size_t calls; /* of the kind at fault */
  bool fired;
  long descriptors; /* open ones, of those that were opened while watched */
  /* Are called before recv(), readv() and poll(), and before close(). */
  void (*before_reading)(int fd);
  void (*before_closing)(int fd);
};

extern struct system_calls system_calls;

#endif
