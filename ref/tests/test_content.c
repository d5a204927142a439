#include "hc/content.h"

#include "support/testing.h"

static struct hc_message *parse(const char *fields) {
  struct hc_message *message = NULL;
  assert_kind_is(hc_message_parse(hc_str(fields), HC_EDITION_NEWEST, NULL, &message, NULL), HC_OK,
                 fields);
  return message;
}

static void the_type_is_text_plain_unless_it_has_one_slash(void **state) {
  (void)state;
  static const struct {
    const char *fields, *type;
  } rows[] = {
      {"\r\n", "text/plain"},
      {"Content-Type: Text/HTML ; a=/\r\n\r\n", "text/html"},
      {"Content-Type: a/b/c\r\n\r\n", "text/plain"},
      {"Content-Type: a\r\n\r\n", "text/plain"},
      {"Content-Type: /\r\n\r\n", "/"},
      {"Content-Type: \xC0/\xD7\xDF\r\n\r\n", "\xE0/\xD7\xDF"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_message *message = parse(rows[i].fields);
    struct hc_buffer type = {0};
    assert_kind_is(hc_message_content_type(message, &type, NULL), HC_OK, rows[i].fields);
    assert_text_is(hc_buffer_span(&type), rows[i].type, rows[i].fields);
    hc_buffer_free(&type);
    hc_message_free(message);
  }
}

typedef enum hc_kind find_text(const struct hc_message *message, struct hc_buffer *text,
                               bool *found, struct hc_error *error);

struct row {
  const char *fields;
  find_text *find;
  const char *expected; /* UTF-8; NULL: not found */
};

static void check(const struct row *row) {
  struct hc_message *message = parse(row->fields);
  struct hc_buffer text = {0};
  bool found = row->expected == NULL;
  assert_kind_is(row->find(message, &text, &found, NULL), HC_OK, row->fields);
  assert_int_equal(found, row->expected != NULL);
  assert_text_is(hc_buffer_span(&text), row->expected ? row->expected : "", row->fields);
  hc_buffer_free(&text);
  hc_message_free(message);
}

static void parameters_are_given_as_text(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"Content-Type: t; charset=UTF-8\r\n\r\n", hc_message_charset, "utf-8"},
      {"Content-Type: t; charset=\xE9\r\n\r\n", hc_message_charset, NULL},
      {"Content-Type: t\r\n\r\n", hc_message_charset, NULL},
      {"\r\n", hc_message_charset, NULL},
      {"Content-Type: t; boundary=\" x \xA0\"\r\n\r\n", hc_message_boundary, " x"},
      {"Content-Type: t; name=\"  \"\r\n\r\n", hc_message_filename, ""},
      {"Content-Type: t; name=a\r\n\r\n", hc_message_filename, "a"},
      {"Content-Disposition: t; name=a\r\n\r\n", hc_message_filename, NULL},
      {"Content-Disposition: t; filename=\" \xE9 \"\r\n\r\n", hc_message_filename, "\xC3\xA9"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    check(&rows[i]);
}

static void extended_parameters_are_decoded_from_three_charsets(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"Content-Type: t; name*=UTF-8''%e2%82%ac%e2\r\n\r\n", hc_message_filename,
       "\xE2\x82\xAC\xEF\xBF\xBD"},
      {"Content-Type: t; name*=iso_8859_1''%e9\r\n\r\n", hc_message_filename, "\xC3\xA9"},
      {"Content-Type: t; name*=us-ascii''a%e9\r\n\r\n", hc_message_filename, "a\xEF\xBF\xBD"},
      {"Content-Type: t; name*=%e9\r\n\r\n", hc_message_filename, "\xEF\xBF\xBD"},
      {"Content-Type: t; name*=utf-7''%e9+AC8-\r\n\r\n", hc_message_filename, "\xC3\xA9+AC8-"},
      {"Content-Type: t; boundary*=a%00b''x\r\n\r\n", hc_message_boundary, "x"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    check(&rows[i]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_type_is_text_plain_unless_it_has_one_slash),
      cmocka_unit_test(parameters_are_given_as_text),
      cmocka_unit_test(extended_parameters_are_decoded_from_three_charsets),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
