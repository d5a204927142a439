/* What each statement does. */
#ifndef PEER_ACTION_H
#define PEER_ACTION_H

#include "playing.h"

/* action_carry_out: goes as far as it can with |statement|, the one in hand. */
enum step action_carry_out(struct playing *playing, const struct statement *statement);

/* action_awaits_client: the statement in hand can go on only when the client does something, and it
 * would be a complaint if the client did not. */
bool action_awaits_client(const struct playing *playing);

/* action_fail: the statement in hand has failed with |message|, which is taken over; the connection
 * is named where there can be several. */
enum step action_fail(struct playing *playing, char *message);

/* action_complain_of_waiting: the statement in hand cannot be carried out any more, because
 * |what_happened|, such as "the client ended". */
enum step action_complain_of_waiting(struct playing *playing, const char *what_happened);

#endif
