/* The variants in which a case is played when nobody says which. All of them would take three times
 * as long; so cases take turns, and another seed turns the wheel. */
#ifndef RUNNER_TURN_H
#define RUNNER_TURN_H

#include <stdint.h>

#include "specification/specification.h"

/* turn_variants: of the variants of |test_case|: plain/whole; plain/bytes or plain/split; and one
 * of TLS or tunnel, whole or split. Its id and |seed| choose. Where it has nothing plain, it is
 * played whole over each of its transports, or in all it has when none is whole. The same on every
 * machine; never empty for a case that has variants. */
variant_set turn_variants(const struct test_case *test_case, uint64_t seed);

#endif
