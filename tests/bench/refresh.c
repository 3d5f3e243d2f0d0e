/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a tick costs without drawing, and whether an hour of ticks takes memory: first of made-up answers such
 * as QEMU's driver gives, with a made-up clock; then of a real daemon's, asked as fast as it answers.
 *
 * usage: bench-refresh URI TICKS */

#include "model/connection.h"
#include "model/domain-lifecycle.h"
#include "model/domain-stats.h"
#include "model/sampler.h"
#include "virt/stats-single.h"

#include <locale.h>
#include <malloc.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define N_MACHINES 1000
#define WARM_UP 100 /* ticks: by then each ring is full and each queue has its length */

#define MOST_MICROSECONDS 10.0
#define MOST_GROWTH 4096 /* bytes in all: what happens to be on its way between two threads */

typedef struct
{
  double cpu; /* seconds */
  size_t used;
  long resident; /* pages */
} Reading;

static Reading
read_now (void)
{
  Reading reading = { 0 };
  struct timespec spent;
  g_autofree char *text = NULL;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &spent);
  reading.cpu = (double) spent.tv_sec + (double) spent.tv_nsec / 1e9;
  reading.used = mallinfo2 ().uordblks;
  if (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    reading.resident = strtol (strchr (text, ' '), NULL, 10);
  return reading;
}

/* Says how it went; returns whether both goals were reached. */
static gboolean
tell (const char *what, const Reading *before, guint n_machines, guint n_ticks)
{
  const Reading after = read_now ();
  const double cost = (after.cpu - before->cpu) / n_machines / n_ticks * 1e6;
  const gssize growth = (gssize) after.used - (gssize) before->used;
  const long pages = after.resident - before->resident;
  const gboolean good = cost <= MOST_MICROSECONDS && growth <= MOST_GROWTH;

  g_print ("refresh: %s: %u machines, %u ticks\n", what, n_machines, n_ticks);
  g_print ("  CPU for a machine and a tick, µs              %9.2f  %s (goal %g)\n", cost,
           cost <= MOST_MICROSECONDS ? "reached" : "MISSED", MOST_MICROSECONDS);
  g_print ("  growth of what is allocated, bytes            %9" G_GSSIZE_FORMAT "  %s (goal %d)\n", growth,
           growth <= MOST_GROWTH ? "reached" : "MISSED", MOST_GROWTH);
  g_print ("  growth of what is resident, KiB               %9ld\n", pages * sysconf (_SC_PAGESIZE) / 1024);
  return good;
}

static void
add_numbers (GArray *params, const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      virTypedParameter param = { .type = VIR_TYPED_PARAM_ULLONG };

      g_strlcpy (param.field, names[i], sizeof param.field);
      g_array_append_val (params, param);
    }
}

/* The names, and their order, are what QEMU's driver of libvirt 9 tells of a guest with one disk and one
 * network interface. */
static GArray *
make_answer (void)
{
  static const char *const names[] = { "cpu.time",
                                       "cpu.user",
                                       "cpu.system",
                                       "cpu.cache.monitor.count",
                                       "balloon.current",
                                       "balloon.maximum",
                                       "balloon.swap_in",
                                       "balloon.swap_out",
                                       "balloon.major_fault",
                                       "balloon.minor_fault",
                                       "balloon.unused",
                                       "balloon.available",
                                       "balloon.usable",
                                       "balloon.last-update",
                                       "balloon.disk_caches",
                                       "balloon.hugetlb_pgalloc",
                                       "balloon.hugetlb_pgfail",
                                       "balloon.rss",
                                       "net.count",
                                       "net.0.rx.bytes",
                                       "net.0.rx.pkts",
                                       "net.0.rx.errs",
                                       "net.0.rx.drop",
                                       "net.0.tx.bytes",
                                       "net.0.tx.pkts",
                                       "net.0.tx.errs",
                                       "net.0.tx.drop",
                                       "block.count",
                                       "block.0.rd.reqs",
                                       "block.0.rd.bytes",
                                       "block.0.rd.times",
                                       "block.0.wr.reqs",
                                       "block.0.wr.bytes",
                                       "block.0.wr.times",
                                       "block.0.fl.reqs",
                                       "block.0.fl.times",
                                       "block.0.allocation",
                                       "block.0.capacity",
                                       "block.0.physical",
                                       NULL };
  GArray *params = g_array_new (FALSE, TRUE, sizeof (virTypedParameter));
  virTypedParameter state = { .field = "state.state", .type = VIR_TYPED_PARAM_INT };
  virTypedParameter name = { .field = "block.0.name",
                             .type = VIR_TYPED_PARAM_STRING,
                             .value.s = (char *) "vda" };

  state.value.i = VIR_DOMAIN_RUNNING;
  g_array_append_val (params, state);
  add_numbers (params, names);
  g_array_append_val (params, name);
  return params;
}

/* Each counter runs at a pace of its own. */
static void
advance (GArray *params, guint tick)
{
  for (guint i = 1; i + 1 < params->len; i++)
    {
      virTypedParameter *param = &g_array_index (params, virTypedParameter, i);

      param->value.ul = (unsigned long long) tick * i * 1000;
      if (g_str_has_suffix (param->field, ".count"))
        param->value.ul = 1;
    }
}

static gboolean
made_up (guint n_ticks)
{
  const HangarStatsContext context = { 8, 1, 10 * G_USEC_PER_SEC };
  g_autoptr (GPtrArray) machines = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) params = make_answer ();
  Reading before = { 0 };

  for (guint i = 0; i < N_MACHINES; i++)
    g_ptr_array_add (machines, hangar_domain_stats_new ());
  for (guint tick = 0; tick < WARM_UP + n_ticks; tick++)
    {
      if (tick == WARM_UP)
        before = read_now ();
      advance (params, tick);
      for (guint i = 0; i < N_MACHINES; i++)
        {
          g_autoptr (HangarSample) sample = hangar_sample_new ();

          hangar_virt_stats_read (sample, &g_array_index (params, virTypedParameter, 0), (int) params->len,
                                  FALSE);
          sample->time = (1000 + (gint64) tick) * G_USEC_PER_SEC;
          hangar_domain_stats_apply (machines->pdata[i], sample, &context);
          hangar_domain_stats_judge_load (machines->pdata[i], 0.9f, sample->time);
        }
    }
  return tell ("answers as QEMU’s, made up", &before, N_MACHINES, n_ticks);
}

static guint
count_active (HangarConnection *connection)
{
  GListModel *domains = hangar_connection_get_domains (connection);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (domains); i++)
    {
      g_autoptr (HangarDomain) domain = g_list_model_get_item (domains, i);

      n += hangar_domain_is_active (domain) ? 1 : 0;
    }
  return n;
}

/* Definitions are read in the background first. */
static gboolean
all_known (HangarConnection *connection)
{
  GListModel *domains = hangar_connection_get_domains (connection);

  for (guint i = 0; i < g_list_model_get_n_items (domains); i++)
    {
      g_autoptr (HangarDomain) domain = g_list_model_get_item (domains, i);

      if (hangar_domain_get_vcpus (domain) == 0)
        return FALSE;
    }
  return TRUE;
}

static void
tick_until (HangarSampler *sampler, guint n)
{
  while (hangar_sampler_get_n_ticks (sampler) < n)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
real (const char *uri, guint n_ticks)
{
  g_autoptr (HangarConnection) connection = hangar_connection_new (uri, NULL, FALSE);
  HangarSampler *sampler = hangar_sampler_of (connection);
  HangarLook *look;
  gboolean good;
  Reading before;
  guint first;

  hangar_connection_open (connection);
  while (hangar_connection_get_state (connection) == HANGAR_CONNECTION_CONNECTING)
    g_main_context_iteration (NULL, TRUE);
  if (hangar_connection_get_state (connection) != HANGAR_CONNECTION_OPEN)
    {
      g_printerr ("%s can not be opened\n", uri);
      return FALSE;
    }
  hangar_sampler_set_interval (sampler, 10);
  look = hangar_sampler_look (sampler,
                              HANGAR_STATS_CPU | HANGAR_STATS_MEMORY | HANGAR_STATS_DISK |
                                HANGAR_STATS_NETWORK | HANGAR_STATS_HOST,
                              NULL, FALSE);
  while (!all_known (connection))
    g_main_context_iteration (NULL, TRUE);
  first = hangar_sampler_get_n_ticks (sampler) + WARM_UP;
  tick_until (sampler, first);
  before = read_now ();
  tick_until (sampler, first + n_ticks);
  good = tell ("a daemon’s answers, of its test driver: machines that run", &before,
               count_active (connection), n_ticks);
  hangar_look_end (look);
  hangar_connection_close (connection);
  return good;
}

int
main (int argc, char *argv[])
{
  const guint n_ticks = argc == 3 ? (guint) strtoul (argv[2], NULL, 10) : 0;
  gboolean good;

  setlocale (LC_ALL, "");
  if (n_ticks == 0)
    {
      g_printerr ("usage: bench-refresh URI TICKS\n");
      return 2;
    }
  good = made_up (n_ticks);
  return real (argv[1], n_ticks) && good ? 0 : 1;
}
