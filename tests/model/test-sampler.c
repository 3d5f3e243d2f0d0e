/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/sampler: it ticks while somebody looks, hands on what it gets, and survives everything going away. */

#include "tests/wait.h"

#include "model/domain-lifecycle.h"
#include "model/sampler.h"
#include "model/stats-marks.h"
#include "util/clock.h"

#include <glib/gstdio.h>
#include <math.h>

#define UUID "11111111-1111-1111-1111-111111111111"
#define UUID_OFF "22222222-2222-2222-2222-222222222222"

static HangarConnection *
open_host (void)
{
  static const char node[] =
    "<node><domain type='test'><name>web</name><uuid>" UUID "</uuid>"
    "<memory unit='MiB'>512</memory><vcpu>2</vcpu><os><type>hvm</type></os></domain>"
    "<domain type='test' "
    "xmlns:test='http://libvirt.org/schemas/domain/test/1.0'><test:runstate>5</test:runstate>"
    "<name>db</name><uuid>" UUID_OFF "</uuid>"
    "<memory unit='MiB'>256</memory><vcpu>1</vcpu><os><type>hvm</type></os></domain></node>";
  g_autofree char *path = NULL;
  g_autofree char *uri = NULL;
  int fd = g_file_open_tmp ("hangar-test-XXXXXX.xml", &path, NULL);
  HangarConnection *connection;

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, node, -1, NULL));
  uri = g_strconcat ("test://", path, NULL);
  connection = hangar_connection_new (uri, NULL, FALSE);
  hangar_connection_open (connection);
  WAIT_FOR (hangar_connection_get_state (connection) != HANGAR_CONNECTION_CONNECTING);
  g_remove (path);
  g_assert_cmpint (hangar_connection_get_state (connection), ==, HANGAR_CONNECTION_OPEN);
  WAIT_FOR (hangar_domain_get_vcpus (hangar_connection_find_domain (connection, UUID)) == 2);
  return connection;
}

static void
close_host (HangarConnection *connection)
{
  gpointer watched = connection;

  g_object_add_weak_pointer (G_OBJECT (connection), &watched);
  hangar_connection_close (connection);
  g_object_unref (connection);
  WAIT_FOR (watched == NULL);
}

static void
test_look (void)
{
  HangarConnection *connection = open_host ();
  HangarDomain *domain = hangar_connection_find_domain (connection, UUID);
  HangarSampler *sampler = hangar_sampler_of (connection);
  HangarDomainStats *stats;
  HangarLook *look;
  float cpu;

  g_assert_true (hangar_sampler_of (connection) == sampler);
  hangar_sampler_set_interval (sampler, 20);
  look =
    hangar_sampler_look (sampler, HANGAR_STATS_CPU | HANGAR_STATS_MEMORY | HANGAR_STATS_HOST, domain, FALSE);
  WAIT_FOR (hangar_sampler_get_n_ticks (sampler) >= 10);
  stats = hangar_domain_stats_peek (domain);
  g_assert_nonnull (stats);
  /* The driver's processor time is the clock: one second in a second, of two virtual processors. */
  cpu = hangar_domain_stats_get_value (stats, HANGAR_METRIC_CPU);
  g_assert_cmpfloat_with_epsilon (cpu, 0.5, 0.2);
  g_assert_cmpuint (hangar_domain_stats_get_memory_total (stats), >, 0);
  g_assert_true (isnan (hangar_domain_stats_get_value (stats, HANGAR_METRIC_READ)));
  g_assert_false (hangar_sampler_get_bulk (sampler));
  g_assert_null (hangar_domain_stats_peek (hangar_connection_find_domain (connection, UUID_OFF)));
  hangar_look_end (look);
  close_host (connection);
}

static void
test_nobody_looks (void)
{
  HangarConnection *connection = open_host ();
  HangarSampler *sampler = hangar_sampler_of (connection);
  HangarLook *look;
  gint64 until;
  guint n;

  hangar_sampler_set_interval (sampler, 10);
  look = hangar_sampler_look (sampler, HANGAR_STATS_CPU, NULL, FALSE);
  WAIT_FOR (hangar_sampler_get_n_ticks (sampler) >= 3);
  hangar_look_end (look);
  /* One answer may be on its way. */
  n = hangar_sampler_get_n_ticks (sampler);
  until = g_get_monotonic_time () + 15 * 10 * 1000;
  WAIT_FOR (g_get_monotonic_time () > until);
  g_assert_cmpuint (hangar_sampler_get_n_ticks (sampler), <=, n + 1);
  close_host (connection);
}

static void
test_close_look (void)
{
  HangarConnection *connection = open_host ();
  HangarDomain *domain = hangar_connection_find_domain (connection, UUID);
  HangarSampler *sampler = hangar_sampler_of (connection);
  HangarLook *look;

  hangar_sampler_set_interval (sampler, 20);
  look = hangar_sampler_look (sampler, HANGAR_STATS_CPU, domain, TRUE);
  WAIT_FOR (hangar_sampler_get_n_ticks (sampler) >= 3);
  g_assert_true (hangar_series_has_history (
    hangar_domain_stats_get_series (hangar_domain_stats_peek (domain), HANGAR_METRIC_CPU)));
  g_assert_nonnull (
    hangar_domain_stats_get_series (hangar_domain_stats_peek (domain), HANGAR_METRIC_CPU_HOST));
  hangar_look_end (look);
  close_host (connection);
}

/* A machine that goes off leaves a gap, its start a mark, and the first sample after it is a beginning. */
static void
test_off (void)
{
  HangarConnection *connection = open_host ();
  HangarDomain *domain = hangar_connection_find_domain (connection, UUID);
  HangarSampler *sampler = hangar_sampler_of (connection);
  HangarLook *look;
  HangarDomainStats *stats;

  hangar_sampler_set_interval (sampler, 20);
  look = hangar_sampler_look (sampler, HANGAR_STATS_CPU, domain, FALSE);
  WAIT_FOR (hangar_sampler_get_n_ticks (sampler) >= 3);
  stats = hangar_domain_stats_peek (domain);
  g_assert_false (isnan (hangar_domain_stats_get_value (stats, HANGAR_METRIC_CPU)));
  hangar_domain_operate_async (domain, HANGAR_DOMAIN_OPERATION_FORCE_OFF, NULL, NULL, NULL);
  WAIT_FOR (hangar_domain_get_state (domain) == HANGAR_DOMAIN_OFF);
  WAIT_FOR (isnan (hangar_domain_stats_get_value (stats, HANGAR_METRIC_CPU)));
  g_assert_cmpuint (hangar_domain_stats_get_marks (stats)->len, ==, 1);
  g_assert_cmpstr (g_array_index (hangar_domain_stats_get_marks (stats), HangarStatsMark, 0).text, ==,
                   "forced off");
  hangar_look_end (look);
  close_host (connection);
}

static void
test_closed (void)
{
  HangarConnection *connection = open_host ();
  HangarSampler *sampler = hangar_sampler_of (connection);
  HangarLook *look = hangar_sampler_look (sampler, HANGAR_STATS_CPU | HANGAR_STATS_HOST,
                                          hangar_connection_find_domain (connection, UUID), FALSE);

  hangar_sampler_set_interval (sampler, 20);
  WAIT_FOR (hangar_sampler_get_n_ticks (sampler) >= 3);
  g_assert_false (
    isnan (hangar_host_stats_get_value (hangar_sampler_get_host (sampler), HANGAR_HOST_CPU_MACHINES)));
  hangar_connection_close (connection);
  g_assert_true (
    isnan (hangar_host_stats_get_value (hangar_sampler_get_host (sampler), HANGAR_HOST_CPU_MACHINES)));
  /* It goes on by itself when the host is back, and the look may outlive the host. */
  hangar_connection_open (connection);
  close_host (connection);
  hangar_look_end (look);
}

static GMutex gate;

static gpointer
hold_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_mutex_lock (&gate);
  g_mutex_unlock (&gate);
  return NULL;
}

static void
held_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  guint *n_held = user_data;

  g_assert_null (g_task_propagate_pointer (G_TASK (result), NULL));
  (*n_held)--;
}

static gboolean
beat_cb (gpointer data)
{
  (*(guint *) data)++;
  return G_SOURCE_CONTINUE;
}

/* So many questions may there be without an answer: one, and one more for each two seconds, after which one
 * that hangs is gone round. A computer that is busy may make a second of this out of nothing. */
static guint
most_open (gint64 begin)
{
  return 1 + (guint) ((g_get_monotonic_time () - begin) / (2 * G_USEC_PER_SEC));
}

/* A host that takes longer than a tick is not asked again meanwhile, and what was left out is not made up
 * for. */
static void
test_never_overlaps (void)
{
  HangarConnection *connection = open_host ();
  HangarSampler *sampler = hangar_sampler_of (connection);
  const HangarConnectionWork hold = { HANGAR_WORKER_SAMPLE, hold_run, NULL, NULL, NULL };
  const gint64 begin = g_get_monotonic_time ();
  guint n_held = 8, n_beats = 0, beat;
  HangarLook *look;

  /* More than there are threads for such questions. */
  g_mutex_lock (&gate);
  for (guint i = n_held; i > 0; i--)
    hangar_connection_run_async (connection, &hold, NULL, held_cb, &n_held);
  hangar_sampler_set_interval (sampler, 10);
  beat = g_timeout_add (10, beat_cb, &n_beats);
  look = hangar_sampler_look (sampler, HANGAR_STATS_CPU, NULL, FALSE);
  WAIT_FOR (n_beats >= 30);
  g_assert_cmpuint (hangar_sampler_get_n_ticks (sampler), ==, 0);
  g_assert_cmpuint (hangar_sampler_get_n_questions (sampler), >=, 1);
  g_assert_cmpuint (hangar_sampler_get_n_questions (sampler), <=, most_open (begin));
  g_mutex_unlock (&gate);
  while (hangar_sampler_get_n_ticks (sampler) < 20)
    {
      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (hangar_sampler_get_n_questions (sampler) - hangar_sampler_get_n_ticks (sampler), <=,
                        most_open (begin));
    }
  g_source_remove (beat);
  hangar_look_end (look);
  WAIT_FOR (n_held == 0);
  close_host (connection);
}

/* As after the computer slept: ticks that were missed stay missed. Time is only bounded from below here. */
static void
test_no_burst (void)
{
  HangarConnection *connection = open_host ();
  HangarSampler *sampler = hangar_sampler_of (connection);
  const gint64 interval = 50 * G_TIME_SPAN_MILLISECOND;
  HangarLook *look;
  gint64 begin;
  guint n;

  hangar_sampler_set_interval (sampler, (guint) (interval / 1000));
  look = hangar_sampler_look (sampler, HANGAR_STATS_CPU, NULL, FALSE);
  WAIT_FOR (hangar_sampler_get_n_ticks (sampler) >= 2);
  begin = g_get_monotonic_time ();
  while (g_get_monotonic_time () < begin + 10 * interval)
    continue;
  begin = g_get_monotonic_time ();
  n = hangar_sampler_get_n_questions (sampler);
  WAIT_FOR (hangar_sampler_get_n_questions (sampler) >= n + 4);
  /* The first at once, the others an interval apart. */
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, 3 * interval - G_TIME_SPAN_MILLISECOND);
  hangar_look_end (look);
  close_host (connection);
}

/* What happens to a machine is on its time axis, whoever caused it. */
static void
test_marks (void)
{
  HangarConnection *connection = open_host ();
  HangarDomainStats *stats = hangar_domain_stats_of (hangar_connection_find_domain (connection, UUID));
  HangarVirtEvent event = { .kind = HANGAR_VIRT_EVENT_DOMAIN_LIFECYCLE,
                            .uuid = UUID,
                            .event = HANGAR_VIRT_LIFECYCLE_STOPPED,
                            .detail = 2 };
  const gint64 before = hangar_clock_now ();
  const HangarStatsMark *mark;

  hangar_sampler_of (connection);
  g_signal_emit_by_name (connection, "event", &event);
  g_assert_cmpuint (hangar_domain_stats_get_marks (stats)->len, ==, 1);
  mark = &g_array_index (hangar_domain_stats_get_marks (stats), HangarStatsMark, 0);
  g_assert_cmpstr (mark->text, ==, "crashed");
  g_assert_cmpint (mark->time, >=, before);
  g_assert_cmpint (mark->time, <=, hangar_clock_now ());

  /* Of no machine that anybody knows, and nothing worth a mark. */
  event.uuid[0] = '9';
  g_signal_emit_by_name (connection, "event", &event);
  event.uuid[0] = '1';
  event.event = HANGAR_VIRT_LIFECYCLE_DEFINED;
  g_signal_emit_by_name (connection, "event", &event);
  g_assert_cmpuint (hangar_domain_stats_get_marks (stats)->len, ==, 1);
  close_host (connection);
}

static void
test_mark_text (void)
{
  HangarVirtEvent event = { .kind = HANGAR_VIRT_EVENT_DOMAIN_LIFECYCLE,
                            .event = HANGAR_VIRT_LIFECYCLE_SUSPENDED };

  g_assert_cmpstr (hangar_stats_mark_text (&event), ==, "paused");
  event.detail = 2;
  g_assert_cmpstr (hangar_stats_mark_text (&event), ==, "paused by an input/output error");
  event.detail = 5;
  g_assert_cmpstr (hangar_stats_mark_text (&event), ==, "back to a snapshot");
  event.event = HANGAR_VIRT_LIFECYCLE_STOPPED;
  event.detail = 2;
  g_assert_cmpstr (hangar_stats_mark_text (&event), ==, "crashed");
  event.detail = 3;
  g_assert_cmpstr (hangar_stats_mark_text (&event), ==, "migrated away");
  event.event = HANGAR_VIRT_LIFECYCLE_STARTED;
  event.detail = 1;
  g_assert_cmpstr (hangar_stats_mark_text (&event), ==, "migrated to here");
  event.event = HANGAR_VIRT_LIFECYCLE_DEFINED;
  g_assert_null (hangar_stats_mark_text (&event));
  event.kind = HANGAR_VIRT_EVENT_DOMAIN_REBOOT;
  g_assert_cmpstr (hangar_stats_mark_text (&event), ==, "rebooted");
  event.kind = HANGAR_VIRT_EVENT_NETWORK;
  g_assert_null (hangar_stats_mark_text (&event));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sampler/mark-text", test_mark_text);
  g_test_add_func ("/sampler/look", test_look);
  g_test_add_func ("/sampler/nobody-looks", test_nobody_looks);
  g_test_add_func ("/sampler/close-look", test_close_look);
  g_test_add_func ("/sampler/off", test_off);
  g_test_add_func ("/sampler/closed", test_closed);
  g_test_add_func ("/sampler/never-overlaps", test_never_overlaps);
  g_test_add_func ("/sampler/no-burst", test_no_burst);
  g_test_add_func ("/sampler/marks", test_marks);
  return g_test_run ();
}
