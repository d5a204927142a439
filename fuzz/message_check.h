/* What two messages made of the same field section have in common. */
#ifndef FUZZ_MESSAGE_CHECK_H
#define FUZZ_MESSAGE_CHECK_H

#include "hc/message.h"

/* message_check_same: asserts that |one| and |other| have the same fields, in order, the same
 * number of defects and the same leftover. */
void message_check_same(const struct hc_message *one, const struct hc_message *other);

#endif
