/* Scenes of TLS contexts and of TLS over a transport at hand. */
#ifndef SCENES_TLS_H
#define SCENES_TLS_H

#include "torture/stage.h"

/* Contexts are made, loaded and set; needs no server. */
extern const struct scene context_scene;

/* TLS is put over the connection's transport by hand; needs the fixture's server. */
extern const struct scene wrapping_scene;

/* These write and remove the files that the scenes load; one is also what the system trusts for so
 * long. The fixture has to be set up. */
void tls_scenes_setup(void);
void tls_scenes_teardown(void);

#endif
