/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers that lie, stall, flood and die: one sentence each, and the manager neither grows nor stops. */

#include "console/display-error.h"
#include "console/display.h"

#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "rfb-player.h"

/* What the manager may grow by, and how long it may be busy without looking up */
#define MAX_GROWTH (32u << 20)
#define MAX_BUSY_US 50000
#define LIVE (-1)

typedef struct
{
  const char *mode;
  int code; /* LIVE: it goes on */
} Case;

/* The end comes at once. */
static const Case quick[] = {
  { "refused", HANGAR_DISPLAY_ERROR_CLOSED },
  { "garbage", HANGAR_DISPLAY_ERROR_PROTOCOL },
  { "not-rfb", HANGAR_DISPLAY_ERROR_PROTOCOL },
  { "no-security", HANGAR_DISPLAY_ERROR_PROTOCOL },
  { "huge-reason", HANGAR_DISPLAY_ERROR_PROTOCOL },
  { "unknown-security", HANGAR_DISPLAY_ERROR_AUTH_UNSUPPORTED },
  { "huge-name", HANGAR_DISPLAY_ERROR_PROTOCOL },
  { "huge-frame", HANGAR_DISPLAY_ERROR_TOO_LARGE },
  { "late-huge-frame", HANGAR_DISPLAY_ERROR_TOO_LARGE },
  { "empty-frame", HANGAR_DISPLAY_ERROR_TOO_LARGE },
  { "huge-cursor", HANGAR_DISPLAY_ERROR_PROTOCOL },
  { "dies-after-init", HANGAR_DISPLAY_ERROR_CLOSED },
  { "dies-live", HANGAR_DISPLAY_ERROR_CLOSED },
  { "dies-mid-update", HANGAR_DISPLAY_ERROR_CLOSED },
  { "bad-rect", HANGAR_DISPLAY_ERROR_PROTOCOL },
  { "bad-encoding", HANGAR_DISPLAY_ERROR_PROTOCOL },
  { "bad-message", HANGAR_DISPLAY_ERROR_PROTOCOL },
  { "garbage-live", HANGAR_DISPLAY_ERROR_PROTOCOL },
  { "huge-cut-text", HANGAR_DISPLAY_ERROR_PROTOCOL },
};

/* Only the deadline ends them. */
static const Case slow[] = {
  { "silent", HANGAR_DISPLAY_ERROR_TIMEOUT },          { "stall-security", HANGAR_DISPLAY_ERROR_TIMEOUT },
  { "stall-result", HANGAR_DISPLAY_ERROR_TIMEOUT },    { "stall-init", HANGAR_DISPLAY_ERROR_TIMEOUT },
  { "stall-challenge", HANGAR_DISPLAY_ERROR_TIMEOUT }, { "never-paints", HANGAR_DISPLAY_ERROR_TIMEOUT },
};

/* They are shown, whatever they do besides. */
static const Case shown[] = {
  { "bad-name", LIVE },   { "no-name", LIVE },      { "bell-flood", LIVE },   { "cut-text-flood", LIVE },
  { "tiny-rects", LIVE }, { "resize-storm", LIVE }, { "update-flood", LIVE },
};

static gsize
resident (void)
{
  g_autofree char *statm = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL));
  return (gsize) g_ascii_strtoull (strchr (statm, ' '), NULL, 10) * (gsize) sysconf (_SC_PAGESIZE);
}

static gint64
own_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* Wakes the loop, so that a turn ends though nothing happens. */
static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Turns the main loop and remembers the longest turn, in this thread's own time: other programs may be busy.
 */
static void
turn (gint64 *longest)
{
  gint64 before = own_time ();

  g_main_context_iteration (NULL, TRUE);
  *longest = MAX (*longest, own_time () - before);
}

/* What a server can do to the main loop it can do again. A memory page that the host of this computer took
 * away, or the like, makes one turn long and not the next: only what is long three times over is the server's
 * doing. */
static void
judge_busy (gint64 (*once) (gconstpointer data), gconstpointer data)
{
  gint64 shortest = G_MAXINT64;

  for (guint tries = 0; tries < 3 && shortest >= MAX_BUSY_US; tries++)
    {
      gint64 longest = once (data);

      if (longest >= MAX_BUSY_US)
        g_test_message ("busy for %" G_GINT64_FORMAT " µs: once more", longest);
      shortest = MIN (shortest, longest);
    }
  g_assert_cmpint (shortest, <, MAX_BUSY_US);
}

static gboolean
has_ended (HangarDisplaySession *session)
{
  return hangar_display_session_get_state (session) == HANGAR_DISPLAY_SESSION_ENDED;
}

static void
check_end (HangarDisplaySession *session, const Case *expected)
{
  const GError *error = hangar_display_session_get_error (session);
  const char *details = hangar_display_session_get_details (session);

  g_test_message ("%s: %s (%s)", expected->mode, error != NULL ? error->message : "no error", details);
  g_assert_nonnull (error);
  g_assert_true (details == NULL || g_utf8_validate (details, -1, NULL));
  if (expected->code == HANGAR_DISPLAY_ERROR_PROTOCOL)
    {
      /* gvnc ends some of these by abort(): then the sentence says that the program ended. */
      g_assert_cmpint (error->domain, ==, HANGAR_DISPLAY_ERROR);
      g_assert_true (error->code == HANGAR_DISPLAY_ERROR_PROTOCOL ||
                     error->code == HANGAR_DISPLAY_ERROR_DIED || error->code == HANGAR_DISPLAY_ERROR_CLOSED ||
                     error->code == HANGAR_DISPLAY_ERROR_TIMEOUT ||
                     error->code == HANGAR_DISPLAY_ERROR_AUTH_UNSUPPORTED);
    }
  else
    g_assert_error ((GError *) error, HANGAR_DISPLAY_ERROR, expected->code);
}

static gint64
quick_once (gconstpointer data)
{
  const Case *expected = data;
  gsize before = resident ();
  gint64 longest = 0;
  gint64 deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  RfbPlayer *player;
  g_autoptr (HangarDisplaySession) session = rfb_player_new_session (&player, expected->mode);

  while (!has_ended (session) && g_get_monotonic_time () < deadline)
    turn (&longest);
  g_assert_true (has_ended (session));
  check_end (session, expected);
  g_assert_cmpuint (resident (), <, before + MAX_GROWTH);
  rfb_player_free (player);
  return longest;
}

static void
test_quick (gconstpointer data)
{
  judge_busy (quick_once, data);
}

/* All at once, because each takes its ten seconds. */
static gint64
slow_once (gconstpointer data)
{
  RfbPlayer *players[G_N_ELEMENTS (slow)];
  HangarDisplaySession *sessions[G_N_ELEMENTS (slow)];
  gint64 start = g_get_monotonic_time ();
  gint64 longest = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (slow); i++)
    sessions[i] = rfb_player_new_session (&players[i], slow[i].mode);
  for (gsize i = 0; i < G_N_ELEMENTS (slow); i++)
    {
      while (!has_ended (sessions[i]))
        {
          turn (&longest);
          if (hangar_display_session_get_state (sessions[i]) == HANGAR_DISPLAY_SESSION_AUTHENTICATING)
            hangar_display_session_give_credentials (sessions[i], NULL, "x");
          g_assert_cmpint (g_get_monotonic_time () - start, <, 60 * G_USEC_PER_SEC);
        }
      check_end (sessions[i], &slow[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (slow); i++)
    {
      g_object_unref (sessions[i]);
      rfb_player_free (players[i]);
    }
  return longest;
}

static void
test_slow (void)
{
  judge_busy (slow_once, NULL);
}

static gint64
shown_once (gconstpointer data)
{
  const Case *expected = data;
  RfbPlayer *player;
  g_autoptr (HangarDisplaySession) session = rfb_player_new_session (&player, expected->mode);
  GtkWidget *display = hangar_display_new ();
  GtkWidget *window = gtk_window_new ();
  gsize before = 0;
  gint64 longest = 0;
  gint64 until;

  hangar_display_set_session (HANGAR_DISPLAY (display), session);
  gtk_window_set_child (GTK_WINDOW (window), display);
  gtk_window_present (GTK_WINDOW (window));
  wait_for (hangar_display_session_get_state (session) == HANGAR_DISPLAY_SESSION_LIVE &&
            gtk_widget_get_mapped (display));
  before = resident ();
  until = g_get_monotonic_time () + 2 * G_USEC_PER_SEC;
  while (g_get_monotonic_time () < until && !has_ended (session))
    turn (&longest);
  g_test_message ("%s: busy for %" G_GINT64_FORMAT " µs at most, grown by %" G_GSIZE_FORMAT " KiB",
                  expected->mode, longest, (resident () - MIN (before, resident ())) >> 10);
  g_assert_false (has_ended (session));
  g_assert_cmpuint (resident (), <, before + MAX_GROWTH);
  gtk_window_destroy (GTK_WINDOW (window));
  hangar_display_session_close (session);
  rfb_player_free (player);
  return longest;
}

static void
test_shown (gconstpointer data)
{
  judge_busy (shown_once, data);
}

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint count = 0;

  while (g_dir_read_name (dir) != NULL)
    count++;
  return count;
}

static guint
count_children (void)
{
  guint count = 0;
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  const char *task;

  while ((task = g_dir_read_name (tasks)) != NULL)
    {
      g_autofree char *children_path = g_strdup_printf ("/proc/self/task/%s/children", task);
      g_autofree char *children = NULL;
      g_auto (GStrv) pids = NULL;

      if (!g_file_get_contents (children_path, &children, NULL, NULL))
        continue;
      pids = g_strsplit (g_strstrip (children), " ", -1);
      for (char **pid = pids; *pid != NULL; pid++)
        count += **pid != '\0';
    }
  return count;
}

static void
open_and_close (void)
{
  RfbPlayer *player;
  HangarDisplaySession *session = rfb_player_new_session (&player, "good");
  gpointer watched = session;

  wait_for (hangar_display_session_get_state (session) == HANGAR_DISPLAY_SESSION_LIVE);
  hangar_display_session_close (session);
  g_object_add_weak_pointer (G_OBJECT (session), &watched);
  g_object_unref (session);
  wait_for (watched == NULL);
  rfb_player_free (player);
}

/* Opened and closed again and again: no descriptor, no process, no memory stays. */
static void
test_cycles (void)
{
  guint rounds = g_test_slow () ? 200 : 20;
  guint descriptors;
  gsize before;

  for (guint i = 0; i < 5; i++)
    open_and_close ();
  wait_for (count_children () == 0);
  descriptors = count_entries ("/proc/self/fd");
  before = resident ();
  for (guint i = 0; i < rounds; i++)
    open_and_close ();
  wait_for (count_children () == 0);
  wait_for (count_entries ("/proc/self/fd") <= descriptors);
  g_assert_cmpuint (resident (), <, before + (4u << 20));
}

/* The program dies: others live on. */
static void
test_killed (void)
{
  RfbPlayer *first_player, *second_player;
  g_autoptr (HangarDisplaySession) first = rfb_player_new_session (&first_player, "good");
  g_autoptr (HangarDisplaySession) second = rfb_player_new_session (&second_player, "good");

  wait_for (hangar_display_session_get_state (first) == HANGAR_DISPLAY_SESSION_LIVE);
  wait_for (hangar_display_session_get_state (second) == HANGAR_DISPLAY_SESSION_LIVE);
  g_assert_cmpint (kill (hangar_display_session_get_pid (first), SIGKILL), ==, 0);
  wait_for (has_ended (first));
  g_assert_error ((GError *) hangar_display_session_get_error (first), HANGAR_DISPLAY_ERROR,
                  HANGAR_DISPLAY_ERROR_DIED);
  hangar_display_session_key (second, 0x1e, 'a', TRUE);
  wait_for (rfb_player_heard (second_player, "key down 97 30"));
  hangar_display_session_close (second);
  rfb_player_free (first_player);
  rfb_player_free (second_player);
}

/* Bytes by chance: whatever becomes of the display program, the session ends with a sentence.
 * HANGAR_FUZZ_SEED=N HANGAR_FUZZ_RUNS=N try others than the usual ones. */
static gint64
fuzz_once (gconstpointer data)
{
  const char *seed_text = g_getenv ("HANGAR_FUZZ_SEED");
  const char *runs_text = g_getenv ("HANGAR_FUZZ_RUNS");
  guint seed = seed_text != NULL ? (guint) g_ascii_strtoull (seed_text, NULL, 10) : 1;
  guint runs = runs_text != NULL ? (guint) g_ascii_strtoull (runs_text, NULL, 10) : 40;
  gsize before = resident ();
  gint64 longest = 0;

  for (guint i = 0; i < runs; i++)
    {
      g_autofree char *mode = g_strdup_printf ("fuzz:%u", seed + i);
      gint64 deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
      RfbPlayer *player;
      g_autoptr (HangarDisplaySession) session = rfb_player_new_session (&player, mode);

      while (!has_ended (session) && g_get_monotonic_time () < deadline)
        turn (&longest);
      g_test_message ("%s: %s (%s)", mode, hangar_display_session_get_error (session)->message,
                      hangar_display_session_get_details (session));
      g_assert_true (has_ended (session));
      rfb_player_free (player);
    }
  g_assert_cmpuint (resident (), <, before + MAX_GROWTH);
  return longest;
}

static void
test_fuzz (void)
{
  judge_busy (fuzz_once, NULL);
}

static void
add_cases (const char *folder, const Case *cases, gsize n, GTestDataFunc function)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *path = g_strconcat (folder, cases[i].mode, NULL);

      g_test_add_data_func (path, &cases[i], function);
    }
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_timeout_add (5, tick_cb, NULL);
  add_cases ("/hostile/ends/", quick, G_N_ELEMENTS (quick), test_quick);
  g_test_add_func ("/hostile/silent", test_slow);
  add_cases ("/hostile/shown/", shown, G_N_ELEMENTS (shown), test_shown);
  g_test_add_func ("/hostile/fuzz", test_fuzz);
  g_test_add_func ("/hostile/killed", test_killed);
  g_test_add_func ("/hostile/cycles", test_cycles);
  return g_test_run ();
}
