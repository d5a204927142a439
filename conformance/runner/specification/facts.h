/* The facts of a scenario: the first list below its heading, an item "key: value" each. */
#ifndef RUNNER_FACTS_H
#define RUNNER_FACTS_H

#include "specification/page.h"
#include "specification/specification.h"

/* facts_read: reads the facts of |section| into |scenario| (level, citations, deviation, editions,
 * transports, deliveries) and |*needs|. All errors go to |diagnostics|. */
void facts_read(struct arena *arena, const struct section *section,
                const struct registries *registries, struct diagnostics *diagnostics,
                struct scenario *scenario, capability_set *needs);

#endif
