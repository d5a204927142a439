/* Seeds made of what sessions ask of a client: requests, hosts, and the answers that an adapter
 * would give. */
#ifndef COMMANDS_CORPUS_REQUEST_H
#define COMMANDS_CORPUS_REQUEST_H

#include "commands/seed_file.h"
#include "specification/specification.h"

/* corpus_write_requests: a seed of "request" for each request that |session| makes, in the records
 * of fuzz/targets/request.c, and one of "host_port" for each host that it connects to by name. */
void corpus_write_requests(struct seed_folder *folder, const struct session *session);

/* corpus_write_answer: a seed of "adapter_answer": the result of a client that does all as
 * expected. */
void corpus_write_answer(struct seed_folder *folder, const struct session *session);

#endif
