#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "specification/variant.h"

static void every_variant_has_a_name_that_leads_back_to_it(void **state) {
  (void)state;
  for (unsigned i = 0; i < VARIANT_COUNT; i++) {
    struct variant variant = variant_at(i), found = {0};
    char name[32];
    strcpy(name, transport_name(variant.transport));
    strcat(strcat(name, "/"), delivery_name(variant.delivery));
    assert_string_equal(variant_name(variant), name);
    assert_true(variant_parse(name, &found));
    assert_int_equal(variant_bit(found), 1u << i);
  }
}

static void what_is_no_name_is_refused(void **state) {
  static const char *const names[] = {"",       "plain",      "whole",    "tls/",
                                      "/whole", "tls/wholes", "TLS/whole"};
  struct variant variant;
  enum peer_transport transport;
  enum peer_delivery delivery;
  (void)state;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    assert_false(variant_parse(names[i], &variant));
  assert_false(transport_parse("tlsx", 4, &transport));
  assert_true(transport_parse("tlsx", 3, &transport));
  assert_int_equal(transport, PEER_TRANSPORT_TLS);
  assert_false(delivery_parse("spli", 4, &delivery));
}

static void a_set_is_the_product_of_its_transports_and_deliveries(void **state) {
  (void)state;
  transport_set transports = 1u << PEER_TRANSPORT_PLAIN | 1u << PEER_TRANSPORT_TUNNEL;
  delivery_set deliveries = 1u << PEER_DELIVERY_BYTES;
  variant_set variants = variants_of(transports, deliveries);
  assert_int_equal(variants_count(variants), 2);
  assert_int_equal(transports_in(variants), transports);
  assert_int_equal(deliveries_in(variants), deliveries);
  assert_int_equal(variants_of(EVERY_TRANSPORT, EVERY_DELIVERY), EVERY_VARIANT);
  assert_int_equal(variants_of(0, EVERY_DELIVERY), 0);
}

static void a_transport_needs_what_its_connections_need(void **state) {
  (void)state;
  assert_int_equal(transport_needs(PEER_TRANSPORT_PLAIN), 0);
  assert_int_equal(transport_needs(PEER_TRANSPORT_TLS), 1u << CAPABILITY_HTTPS);
  assert_int_equal(transport_needs(PEER_TRANSPORT_TUNNEL),
                   1u << CAPABILITY_HTTPS | 1u << CAPABILITY_TUNNEL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_variant_has_a_name_that_leads_back_to_it),
      cmocka_unit_test(what_is_no_name_is_refused),
      cmocka_unit_test(a_set_is_the_product_of_its_transports_and_deliveries),
      cmocka_unit_test(a_transport_needs_what_its_connections_need),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
