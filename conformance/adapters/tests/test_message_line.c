/* Messages are cut from a stream that comes in any pieces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "message_line.h"

/* A source whose stream is |text|, which fits into a pipe. */
static struct message_source source_of(const char *text, size_t size) {
  int ends[2];
  assert_int_equal(pipe(ends), 0);
  assert_int_equal(write(ends[1], text, size), size);
  close(ends[1]);
  return (struct message_source){.descriptor = ends[0]};
}

static void finish(struct message_source *source) {
  close(source->descriptor);
  message_source_free(source);
}

static void messages_come_one_a_line_and_then_the_end(void **state) {
  (void)state;
  static const char text[] = "{\"a\":1}\n{\"b\":\"\\u0000\"}\r\n {} \n";
  struct message_source source = source_of(text, strlen(text));
  struct ill_formed ill_formed;
  json_t *message;
  for (int i = 0; i < 3; i++) {
    assert_int_equal(message_read(&source, &message, &ill_formed), MESSAGE_READ);
    json_decref(message);
  }
  assert_int_equal(message_read(&source, &message, &ill_formed), MESSAGE_END);
  finish(&source);
}

static const struct {
  const char *text;
  size_t size;
  const char *mistake; /* a part of what is said */
} mistakes[] = {
    {"{\"quit\":{}}", 11, "the input ends inside a line"},
    {"{\n", 2, "expected near end of file"},
    {"\n", 1, "expected near end of file"},
    {"5\n", 2, "'[' or '{' expected"},
    {"{} {}\n", 6, "end of file expected"},
    {"{\"a\":\"\xff\"}\n", 10, "unable to decode byte 0xff"},
    {"{\"a\":\"\0\"}\n", 10, "control character 0x0"},
    {"{\"a\":\"\\ud800\"}\n", 15, "invalid Unicode"},
    {"{\"a\":NaN}\n", 10, "invalid token"},
    {"{\"a\":18446744073709551616}\n", 27, "too big integer"},
};

static void what_is_no_message_is_described(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
    struct message_source source = source_of(mistakes[i].text, mistakes[i].size);
    struct ill_formed ill_formed = {""};
    json_t *message;
    assert_int_equal(message_read(&source, &message, &ill_formed), MESSAGE_ILL_FORMED);
    if (!strstr(ill_formed.text, mistakes[i].mistake)) fail_msg("said: %s", ill_formed.text);
    finish(&source);
  }
}

static void deep_nesting_is_a_mistake_and_no_crash(void **state) {
  (void)state;
  static char deep[20002];
  memset(deep, '[', sizeof deep - 2);
  deep[sizeof deep - 2] = '\n';
  struct message_source source = source_of(deep, sizeof deep - 1);
  struct ill_formed ill_formed;
  json_t *message;
  assert_int_equal(message_read(&source, &message, &ill_formed), MESSAGE_ILL_FORMED);
  assert_non_null(strstr(ill_formed.text, "maximum parsing depth reached"));
  finish(&source);
}

static void a_message_is_written_as_one_line(void **state) {
  (void)state;
  int ends[2];
  assert_int_equal(pipe(ends), 0);
  json_t *message = json_pack("{s:s}", "a", "line\nend \u00e9");
  assert_true(message_write(ends[1], message));
  char text[64] = "";
  assert_true(read(ends[0], text, sizeof text - 1) > 0);
  assert_string_equal(text, "{\"a\":\"line\\nend \u00e9\"}\n");
  json_decref(message);
  close(ends[0]);
  close(ends[1]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(messages_come_one_a_line_and_then_the_end),
      cmocka_unit_test(what_is_no_message_is_described),
      cmocka_unit_test(deep_nesting_is_a_mistake_and_no_crash),
      cmocka_unit_test(a_message_is_written_as_one_line),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
