/* The specification as JSON, for those who bring their own runner:
 * conformance/schema/specification-1.schema.json. */
#ifndef RUNNER_SPECIFICATION_JSON_H
#define RUNNER_SPECIFICATION_JSON_H

#include "specification/specification.h"

/* specification_to_json: everything that was loaded, and of the registry what is cited. The caller
 * releases it. */
json_t *specification_to_json(const struct specification *specification,
                              const struct registries *registries);

/* expression_to_json: what the runner computes, {"kind": "len", "operands": […]} and the like. The
 * caller releases it. */
json_t *expression_to_json(const struct expression *expression);

#endif
