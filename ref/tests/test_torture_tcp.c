/* Each system call of TCP goes wrong in turn. What the system may do at any time, such as to
 * interrupt or to take less, changes nothing; anything else is an OSError of the right kind. No
 * descriptor is left open. */
#include <errno.h>
#include <netdb.h>

#include "edition.h"
#include "support/testing.h"
#include "torture/scenes.h"
#include "torture/scripted_server.h"
#include "torture/system_calls.h"

struct row {
  const char *why;
  struct system_fault fault;
  enum hc_kind kind; /* HC_OK: as if nothing had happened */
};

static const struct row rows[] = {
    {"no such host", {CALL_GETADDRINFO, CALL_FAILS, EAI_NONAME, 0}, HC_GAI_ERROR},
    {"no memory to resolve", {CALL_GETADDRINFO, CALL_FAILS, EAI_MEMORY, 0}, HC_MEMORY_ERROR},
    {"resolving fails by errno", {CALL_GETADDRINFO, CALL_FAILS, EAI_SYSTEM, 0}, HC_OS_ERROR},
    {"too many files", {CALL_SOCKET, CALL_FAILS, EMFILE, 0}, HC_OS_ERROR},
    {"no socket permitted", {CALL_SOCKET, CALL_FAILS, EACCES, 0}, HC_PERMISSION_ERROR},
    {"fcntl()", {CALL_FCNTL, CALL_FAILS, EBADF, 0}, HC_OS_ERROR},
    {"address taken", {CALL_BIND, CALL_FAILS, EADDRINUSE, 0}, HC_OS_ERROR},
    {"connecting interrupted", {CALL_CONNECT, CALL_FAILS, EINTR, 0}, HC_OK},
    {"refused", {CALL_CONNECT, CALL_FAILS, ECONNREFUSED, 0}, HC_CONNECTION_REFUSED_ERROR},
    {"no answer", {CALL_CONNECT, CALL_FAILS, ETIMEDOUT, 0}, HC_TIMEOUT_ERROR},
    {"waiting interrupted", {CALL_POLL, CALL_FAILS, EINTR, 0}, HC_OK},
    {"waiting too short", {CALL_POLL, CALL_IS_SHORT, 0, 0}, HC_OK},
    {"no memory to wait", {CALL_POLL, CALL_FAILS, ENOMEM, 0}, HC_OS_ERROR},
    {"refused later",
     {CALL_GETSOCKOPT, CALL_REPORTS, ECONNREFUSED, 0},
     HC_CONNECTION_REFUSED_ERROR},
    {"no result of connecting", {CALL_GETSOCKOPT, CALL_FAILS, EIO, 0}, HC_OS_ERROR},
    {"TCP_NODELAY fails", {CALL_SETSOCKOPT, CALL_FAILS, EIO, 0}, HC_OS_ERROR},
    {"no TCP_NODELAY there is, CN.03", {CALL_SETSOCKOPT, CALL_FAILS, ENOPROTOOPT, 0}, HC_OK},
    {"sending interrupted", {CALL_SENDMSG, CALL_FAILS, EINTR, 0}, HC_OK},
    {"no room to send", {CALL_SENDMSG, CALL_FAILS, EAGAIN, 0}, HC_OK},
    {"a byte sent", {CALL_SENDMSG, CALL_IS_SHORT, 0, 0}, HC_OK},
    {"closed by the peer", {CALL_SENDMSG, CALL_FAILS, EPIPE, 0}, HC_BROKEN_PIPE_ERROR},
    {"reset while sending", {CALL_SENDMSG, CALL_FAILS, ECONNRESET, 0}, HC_CONNECTION_RESET_ERROR},
    {"receiving interrupted", {CALL_RECV, CALL_FAILS, EINTR, 0}, HC_OK},
    {"nothing to receive", {CALL_RECV, CALL_FAILS, EAGAIN, 0}, HC_OK},
    {"a byte received", {CALL_RECV, CALL_IS_SHORT, 0, 0}, HC_OK},
    {"reset while receiving", {CALL_RECV, CALL_FAILS, ECONNRESET, 0}, HC_CONNECTION_RESET_ERROR},
    {"receiving fails", {CALL_RECV, CALL_FAILS, EIO, 0}, HC_OS_ERROR},
    {"what is there cannot be told", {CALL_IOCTL, CALL_FAILS, EIO, 0}, HC_OK},
    {"closing fails", {CALL_CLOSE, CALL_FAILS, EIO, 0}, HC_OK},
};

/* Only where there is a timeout. */
static const struct row expiry = {
    "an hour is over", {CALL_POLL, CALL_EXPIRES, 0, 0}, HC_TIMEOUT_ERROR};

static struct scripted_server server;

/* What `scene` comes to after the fault of `row`. */
static enum hc_kind kind_after(const struct scene *scene, const struct row *row) {
  bool required = !hc_traits_of(scene->options.edition)->nodelay_is_optional;
  if (row->fault.errnum == ENOPROTOOPT && required) return HC_OS_ERROR;
  return row->kind != HC_OK ? row->kind : scene->kind;
}

/* Plays `scene` with call number `failing` going wrong; returns whether there was one. What was
 * read is the `record`, which call 0 makes. */
static bool play(const struct scene *scene, const struct row *row, size_t failing,
                 struct hc_buffer *record) {
  struct stage stage = {.scene = scene, .open = scripted_server_open, .open_payload = &server};
  server.stage = &stage;
  system_calls.fault = row->fault;
  system_calls.fault.failing = failing;
  system_calls.calls = 0;
  system_calls.fired = false;
  system_calls.watching = true;
  enum hc_kind kind = stage_play(&stage);
  bool fired = system_calls.fired;
  system_calls.fault.failing = 0;
  bool harmed = fired && kind_after(scene, row) != scene->kind;
  assert_kind_is(kind, fired ? kind_after(scene, row) : scene->kind, row->why);
  if (failing == 0)
    hc_buffer_take(record, &stage.record);
  else if (!harmed)
    assert_span_is(hc_buffer_span(&stage.record), hc_buffer_span(record), row->why);
  stage_prove(&stage);
  stage_clear(&stage);
  system_calls.watching = false;
  assert_int_equal(system_calls.descriptors, 0);
  return fired;
}

/* Returns at how many calls there was something to go wrong. */
static size_t play_each(const struct scene *scene, struct hc_timeout timeout,
                        const struct row *row) {
  struct scene timed = *scene;
  timed.options.timeout = timeout;
  struct hc_buffer record = {0};
  size_t fired = 0;
  play(&timed, row, 0, &record);
  while (play(&timed, row, fired + 1, &record))
    fired++;
  hc_buffer_free(&record);
  return fired;
}

static const struct hc_timeout forever = {HC_TIMEOUT_NONE, 0};
static const struct hc_timeout minute = {HC_TIMEOUT_SECONDS, 60};

/* The same for every scene, with and without a timeout. */
static size_t play_everywhere(const struct row *row) {
  size_t fired = 0;
  for (size_t i = 0; scene_lists[i] != NULL; i++) {
    for (const struct scene *scene = scene_lists[i]; scene->name != NULL; scene++) {
      fired += play_each(scene, forever, row);
      fired += play_each(scene, minute, row);
    }
  }
  return fired;
}

static void every_system_call_may_go_wrong(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    if (play_everywhere(&rows[i]) == 0) fail_msg("%s: never happened", rows[i].why);
}

static void a_wait_that_outlasts_the_timeout_is_told(void **state) {
  (void)state;
  assert_true(play_each(&request_scenes[1], minute, &expiry) > 0);
  assert_true(play_each(&reading_scenes[3], minute, &expiry) > 0);
}

static int start(void **state) {
  (void)state;
  scripted_server_start(&server);
  return 0;
}

static int stop(void **state) {
  (void)state;
  scripted_server_stop(&server);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(every_system_call_may_go_wrong, start, stop),
      cmocka_unit_test_setup_teardown(a_wait_that_outlasts_the_timeout_is_told, start, stop),
  };
  return cmocka_run_group_tests_name("torture_tcp", tests, NULL, NULL);
}
