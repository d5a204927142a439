/* Whether an adapter keeps the protocol, before a verdict is trusted: it is asked what every
 * adapter must know, and what it has declared. docs/adapter-protocol.md is what it is held to. */
#ifndef ADAPTER_CHECK_ADAPTER_CHECK_H
#define ADAPTER_CHECK_ADAPTER_CHECK_H

#include "adapter_check/findings.h"
#include "execution/implementation.h"

/* adapter_check: starts the adapter of |implementation|, as often as needed, and adds what comes of
 * each check to |findings|. False when it cannot be started at all, or the machine gives no
 * sockets; |*error| is then the caller's. */
bool adapter_check(const struct implementation *implementation, struct findings *findings,
                   char **error);

#endif
