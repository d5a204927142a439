#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Columns of the bar at most, and of all the rest of the line; columns of an unknown terminal. */
enum { BAR_MAX = 40, TEXT_COLUMNS = 58, DEFAULT_COLUMNS = 80 };

/* The line is drawn five times a second. */
static const double REDRAW_SECONDS = 0.2;

enum { AMOUNT_TEXT = 16, DURATION_TEXT = 32 };

static double seconds_between(struct timespec from, struct timespec to) {
  return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

static struct timespec now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time;
}

static void write_amount(char text[AMOUNT_TEXT], double bytes) {
  static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  size_t unit = 0;
  for (; bytes >= 1000 && unit < sizeof units / sizeof *units - 1; unit++)
    bytes /= 1024;
  snprintf(text, AMOUNT_TEXT, "%.*f %s", unit == 0 ? 0 : 1, bytes, units[unit]);
}

static void write_duration(char text[DURATION_TEXT], double seconds) {
  uint64_t whole = seconds < 1e9 ? (uint64_t)(seconds + 0.5) : 1000000000;
  uint64_t hours = whole / 3600;
  int size = 0;
  if (hours > 0) size = snprintf(text, DURATION_TEXT, "%" PRIu64 ":", hours);
  snprintf(text + size, (size_t)(DURATION_TEXT - size), "%02" PRIu64 ":%02" PRIu64, whole / 60 % 60,
           whole % 60);
}

static int bar_columns(void) {
  struct winsize window;
  bool is_known = ioctl(STDERR_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 0;
  int left = (is_known ? window.ws_col : DEFAULT_COLUMNS) - TEXT_COLUMNS;
  if (left > BAR_MAX) return BAR_MAX;
  return left < 0 ? 0 : left;
}

static void draw_bar(double fraction) {
  static const char full[] = "========================================";
  static const char empty[] = "                                        ";
  int columns = bar_columns();
  int filled = (int)(fraction * columns);
  fprintf(stderr, "%3d%% ", (int)(fraction * 100));
  if (columns > 0) fprintf(stderr, "[%.*s%.*s] ", filled, full, columns - filled, empty);
}

static double fraction_done(const struct progress *progress) {
  if (progress->total == 0 || progress->done >= progress->total) return 1;
  return (double)progress->done / (double)progress->total;
}

static void draw(struct progress *progress) {
  progress->drawn = now();
  double elapsed = seconds_between(progress->started, progress->drawn);
  double rate = elapsed > 0 ? (double)progress->done / elapsed : 0;
  char done[AMOUNT_TEXT], speed[AMOUNT_TEXT], total[AMOUNT_TEXT], duration[DURATION_TEXT];
  write_amount(done, (double)progress->done);
  write_amount(speed, rate);
  fputs("\r\033[K", stderr);
  if (progress->has_total && progress->done < progress->total && rate > 0) {
    draw_bar(fraction_done(progress));
    write_amount(total, (double)progress->total);
    write_duration(duration, (double)(progress->total - progress->done) / rate);
    fprintf(stderr, "%s of %s, %s/s, %s left", done, total, speed, duration);
    return;
  }
  if (progress->has_total) draw_bar(fraction_done(progress));
  write_duration(duration, elapsed);
  fprintf(stderr, "%s in %s, %s/s", done, duration, speed);
}

void progress_show(struct progress *progress, bool has_total, uint64_t total) {
  *progress = (struct progress){.shown = true, .has_total = has_total, .total = total};
  progress->started = now();
}

void progress_add(struct progress *progress, uint64_t bytes) {
  if (!progress->shown) return;
  bool is_first = progress->done == 0;
  progress->done += bytes;
  if (is_first || seconds_between(progress->drawn, now()) >= REDRAW_SECONDS) draw(progress);
}

void progress_end(struct progress *progress) {
  if (!progress->shown) return;
  draw(progress);
  fputc('\n', stderr);
  progress->shown = false;
}
