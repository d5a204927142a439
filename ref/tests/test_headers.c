/* The public headers, compiled one by one in C and C++, are linked into this program: what they
 * define has to be inline. Here all of them are included at once. */
#include "hc/allocator.h"
#include "hc/body.h"
#include "hc/buffer.h"
#include "hc/chunk_size.h"
#include "hc/connection.h"
#include "hc/content_length.h"
#include "hc/edition.h"
#include "hc/error.h"
#include "hc/field.h"
#include "hc/field_lines.h"
#include "hc/host_field.h"
#include "hc/host_port.h"
#include "hc/integer.h"
#include "hc/limits.h"
#include "hc/memory_transport.h"
#include "hc/message.h"
#include "hc/reader.h"
#include "hc/request_line.h"
#include "hc/response.h"
#include "hc/span.h"
#include "hc/status_code.h"
#include "hc/status_line.h"
#include "hc/timeout.h"
#include "hc/transport.h"
#include "support/testing.h"

static void every_zero_state_can_be_cleaned_up(void **state) {
  (void)state;
  struct hc_buffer buffer = {0};
  struct hc_error error = {0};
  hc_buffer_free(&buffer);
  hc_error_clear(&error);
  hc_error_clear(NULL);
  hc_transport_release(NULL);
  hc_reader_free(NULL);
  hc_message_free(NULL);
  hc_response_free(NULL);
  hc_connection_free(NULL);
  assert_int_equal(error.kind, HC_OK);
  assert_int_equal(HC_EDITION_NEWEST, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_zero_state_can_be_cleaned_up),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
