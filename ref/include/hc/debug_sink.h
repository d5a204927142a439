/* hc/debug_sink.h — where debug output goes. */
#ifndef HC_DEBUG_SINK_H
#define HC_DEBUG_SINK_H

#include "hc/span.h"

#ifdef __cplusplus
extern "C" {
#endif

/* hc_debug_write takes what one print() of http.client writes: UTF-8, its line end included. The
 * text is borrowed for the call. It does not use the object that writes. */
typedef void hc_debug_write(void *payload, struct hc_span text);

/* hc_debug_sink's zero state is standard output. `payload` outlives every object that has it. */
struct hc_debug_sink {
  hc_debug_write *write;
  void *payload;
};

#ifdef __cplusplus
}
#endif
#endif
