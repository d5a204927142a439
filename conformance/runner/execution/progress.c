/* One line, rewritten in place. */
#include "execution/progress.h"

static void print_time_left(FILE *out, double seconds) {
  if (seconds < 100)
    fprintf(out, "  %.0f s left", seconds);
  else
    fprintf(out, "  %.0f min left", seconds / 60);
}

void progress_print(FILE *out, struct run_progress progress, size_t total, double seconds) {
  double pace = seconds > 0 ? (double)progress.done / seconds : 0;
  fprintf(out, "\r%zu/%zu  %zu unexpected", progress.done, total, progress.unexpected);
  if (pace > 0) {
    fprintf(out, "  %.0f/s", pace);
    print_time_left(out, (double)(total - progress.done) / pace);
  }
  fputs("\033[K", out);
  fflush(out);
}

void progress_erase(FILE *out) {
  fputs("\r\033[K", out);
  fflush(out);
}
