/* Only what a proxy has to know is judged: method, target, that there is a version, and the lines
 * asked for. Which version it is, and the other lines, differ between editions of a client. */
#include "connect_request.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "complaint.h"

static bool equal(struct bytes a, struct bytes b) {
  return a.length == b.length && memcmp(a.data, b.data, a.length) == 0;
}

/* Takes the bytes before |mark|, and drops the mark; all that is left where there is none. */
static struct bytes take_before(struct bytes *rest, const char *mark) {
  size_t length = strlen(mark);
  const unsigned char *found = memmem(rest->data, rest->length, mark, length);
  struct bytes taken = {rest->data, found ? (size_t)(found - rest->data) : rest->length};
  size_t dropped = taken.length + (found ? length : 0);
  *rest = (struct bytes){rest->data + dropped, rest->length - dropped};
  return taken;
}

static char *complaint_of(const char *expected, struct bytes one, const char *found,
                          struct bytes two) {
  char *first = complaint_bytes(one), *second = complaint_bytes(two);
  char *message = complaint_text("expected %s%s, %s%s", expected, first, found, second);
  free(first);
  free(second);
  return message;
}

/* Drops the empty lines that may stand before a request line. */
static struct bytes take_request_line(struct bytes *head) {
  struct bytes line;
  do
    line = take_before(head, "\r\n");
  while (!line.length && head->length);
  return line;
}

static char *complaint_of_request(struct bytes line) {
  char *shown = complaint_bytes(line);
  char *message =
      complaint_text("expected a request line CONNECT target HTTP/1.x, received %s", shown);
  free(shown);
  return message;
}

static char *complaint_of_line(struct bytes line, struct bytes expected_target) {
  static const unsigned char connect[] = "CONNECT", version[] = "HTTP/1.";
  static const size_t method_length = sizeof connect - 1, version_length = sizeof version - 1;
  struct bytes rest = line, method = take_before(&rest, " "), target = take_before(&rest, " ");
  bool has_version =
      rest.length == version_length + 1 && memcmp(rest.data, version, version_length) == 0;
  if (!equal(method, (struct bytes){connect, method_length}) || !target.length || !has_version)
    return complaint_of_request(line);
  if (!expected_target.length || equal(target, expected_target)) return NULL;
  return complaint_of("a tunnel to ", expected_target, "the client asks for one to ", target);
}

static bool has_line(struct bytes head, struct bytes wanted) {
  while (head.length)
    if (equal(take_before(&head, "\r\n"), wanted)) return true;
  return false;
}

char *connect_request_complaint(struct bytes head, struct bytes expected) {
  struct bytes target = take_before(&expected, "\r\n"), fields = head;
  struct bytes line = take_request_line(&fields);
  char *complaint = complaint_of_line(line, target);
  while (!complaint && expected.length) {
    struct bytes wanted = take_before(&expected, "\r\n");
    if (!has_line(fields, wanted))
      complaint = complaint_of("the line ", wanted, "the head of the CONNECT request has ", fields);
  }
  return complaint;
}
