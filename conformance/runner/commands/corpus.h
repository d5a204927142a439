/* Seeds for the fuzz targets, made of the pages: what scripts send, and all that is written in
 * consoles and scripts. */
#ifndef COMMANDS_CORPUS_H
#define COMMANDS_CORPUS_H

#include "specification/specification.h"

/* corpus_write: writes the seeds of |specification| below |folder|, which is made, a folder a
 * target; what is there already stays. Says on standard output how many are new. Returns false when
 * a file cannot be written, which is on standard error. */
bool corpus_write(const struct specification *specification, const char *folder);

#endif
