/* conn.sock, as far as the library shows it: a transport. */
#include "operations.h"

static void socket_fileno(const struct call *call, struct outcome *outcome) {
  outcome_return(outcome, value_int(hc_transport_fileno(call->subject->transport)));
}

static const struct operation socket_operations[] = {
    {"fileno", socket_fileno, {"socket", "fileno", {{0}}}},
    {0},
};

const struct object_class socket_class = {socket_operations, NULL, NULL, NULL};
