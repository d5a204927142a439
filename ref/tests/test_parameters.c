#include "hc/parameters.h"

#include "support/guarded.h"
#include "support/testing.h"

static struct hc_message *message_with(struct hc_span value) {
  struct hc_buffer block = {0};
  struct hc_message *message = NULL;
  assert_true(hc_buffer_append(&block, hc_str("Content-Type:")) &&
              hc_buffer_append(&block, value) && hc_buffer_append(&block, hc_str("\r\n\r\n")));
  struct hc_span guarded = guarded_copy(hc_buffer_span(&block));
  assert_kind_is(hc_message_parse(guarded, HC_EDITION_NEWEST, NULL, &message, NULL), HC_OK, "");
  guarded_free(guarded);
  hc_buffer_free(&block);
  return message;
}

/* "name=value" of each, those extended as name*=(charset'language')value. */
static struct hc_buffer describe(const struct hc_parameter_list *list) {
  struct hc_buffer text = {0};
  for (size_t i = 0; i < hc_parameter_count(list); i++) {
    struct hc_parameter parameter = hc_parameter_at(list, i);
    const struct hc_span pieces[] = {
        hc_str(i > 0 ? "|" : ""),
        parameter.name,
        hc_str(parameter.is_extended ? "*=" : "="),
        parameter.charset,
        hc_str(parameter.has_charset ? "'" : ""),
        parameter.language,
        hc_str(parameter.has_charset ? "'" : ""),
        parameter.value,
    };
    for (size_t p = 0; p < sizeof pieces / sizeof pieces[0]; p++)
      assert_true(hc_buffer_append(&text, pieces[p]));
  }
  return text;
}

static void assert_parameters(const char *value, bool keep_quotes, const char *expected,
                              const char *why) {
  struct hc_message *message = message_with(hc_str(value));
  struct hc_parameter_list list = {0};
  bool found = false;
  assert_kind_is(
      hc_message_parameters(message, hc_str("CONTENT-TYPE"), keep_quotes, &list, &found, NULL),
      HC_OK, why);
  assert_true(found);
  struct hc_buffer text = describe(&list);
  assert_text_is(hc_buffer_span(&text), expected, why);
  hc_buffer_free(&text);
  hc_parameter_list_free(&list);
  hc_message_free(message);
}

static void a_value_is_cut_at_semicolons_outside_of_quotes(void **state) {
  (void)state;
  static const struct {
    const char *value, *unquoted, *kept, *why;
  } rows[] = {
      {"a/b; C=D", "a/b=|c=D", "a/b=|c=\"D\"", "names with '=' in lower case"},
      {"A; B", "A=|B=", "A=|B=\"\"", "names without '=' as they are"},
      {"a;b=\"c;d\";e", "a=|b=c;d|e=", "a=|b=\"c;d\"|e=\"\"", "quotes hide a semicolon"},
      {"a;b=\"c\\\";d\"", "a=|b=c\";d", "a=|b=\"c\\\";d\"", "an escaped quote does not end them"},
      {"a;b=<c>", "a=|b=c", "a=|b=\"c\"", "angle brackets are quotes, too"},
      {"a;", "a=|=", "a=|=\"\"", "the end is a parameter"},
      {"", "=", "=", "nothing is one, too"},
      {"a=\"b\";c", "a=b|c=", "a=\"b\"|c=\"\"", "the first keeps its own quotes"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    assert_parameters(rows[i].value, false, rows[i].unquoted, rows[i].why);
    assert_parameters(rows[i].value, true, rows[i].kept, rows[i].why);
  }
}

static void parts_are_joined_by_number(void **state) {
  (void)state;
  static const struct {
    const char *value, *expected, *why;
  } rows[] = {
      {"t;a*1=y;a*0=x", "t=|a=xy", "out of order"},
      {"t;a*10=z;a*2=y", "t=|a=yz", "by number, not by digits"},
      {"t;a*002=y;a*1=x", "t=|a=xy", "zeros in front do not count"},
      {"t;b*0=1;a*0=2;b*1=3", "t=|b=13|a=2", "names in the order of their first parts"},
      {"t;a*0*=u''%41;a*1=%42", "t=|a*=u''A%42", "only what is encoded is decoded"},
      {"t;a*=%41'%42", "t=|a*=A'B", "one tick is part of the value"},
      {"t;a*=u'l'it's", "t=|a*=u'l'it's", "the third tick is, too"},
      {"t;a*=b;a*0=c", "t=|a*=bc", "content-type-errors: no number comes first"},
      {"t;a*0=b;a*=c", "t=|a*=cb", "content-type-errors: in whatever order they come"},
      {"t;a*=u''x;a=y", "t=|a=y|a*=u''x", "plain parameters come first"},
      {"a*0=x", "a*0=x", "the first is no part"},
      {"t;*0=x;a*b=y;a**=z;a-b*=w", "t=|*0=x|a*b=y|a**=z|a-b*=w", "no names of parts"},
      {"t;a*=%4;b*=%zz;c*=%", "t=|a*=%4|b*=%zz|c*=%", "half a code is itself"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    assert_parameters(rows[i].value, false, rows[i].expected, rows[i].why);
}

static void a_parameter_is_found_without_regard_to_case(void **state) {
  (void)state;
  struct hc_message *message = message_with(hc_str("t; \xC4=1; \xE4=2"));
  struct hc_parameter_list list = {0};
  struct hc_parameter parameter = {.value = hc_str("unchanged")};
  bool found = true;
  hc_message_parameters(message, hc_str("content-type"), false, &list, &found, NULL);
  assert_false(hc_parameter_find(&list, hc_str("b"), &parameter));
  assert_text_is(parameter.value, "unchanged", "absent");
  assert_true(hc_parameter_find(&list, hc_str("\xC4"), &parameter));
  assert_text_is(parameter.value, "1", "the first");
  assert_int_equal(hc_parameter_at(&list, 3).name.size, 0);
  hc_message_parameters(message, hc_str("x"), false, &list, &found, NULL);
  assert_false(found);
  assert_int_equal(hc_parameter_count(&list), 0); /* what it held is gone */
  hc_parameter_list_free(&list);
  hc_message_free(message);
}

/* As many parts as a field can have take time in proportion, not squared. */
static void a_great_many_parts_are_read(void **state) {
  (void)state;
  enum { COUNT = 300000 };
  struct hc_buffer value = {0};
  assert_true(hc_buffer_append(&value, hc_str("t")));
  for (int i = 0; i < COUNT; i++)
    assert_true(hc_buffer_append(&value, hc_str(i % 2 ? ";a*=x" : ";\"*=\"")));
  struct hc_message *message = message_with(hc_buffer_span(&value));
  struct hc_parameter_list list = {0};
  bool found;
  assert_kind_is(hc_message_parameters(message, hc_str("content-type"), true, &list, &found, NULL),
                 HC_OK, "");
  assert_int_equal(hc_parameter_count(&list), 1 + COUNT / 2 + 1);
  hc_parameter_list_free(&list);
  hc_message_free(message);
  hc_buffer_free(&value);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_value_is_cut_at_semicolons_outside_of_quotes),
      cmocka_unit_test(parts_are_joined_by_number),
      cmocka_unit_test(a_parameter_is_found_without_regard_to_case),
      cmocka_unit_test(a_great_many_parts_are_read),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
