/* SPDX-License-Identifier: GPL-3.0-or-later */
/* virt/stats: what is read from the daemon's answer, and the way round for drivers that have no bulk
 * statistics. */

#include "virt/connect.h"
#include "virt/stats-single.h"

#include <string.h>

static void
add_number (GArray *params, const char *field, guint64 value)
{
  virTypedParameter param = { .type = VIR_TYPED_PARAM_ULLONG, .value.ul = value };

  g_strlcpy (param.field, field, sizeof param.field);
  g_array_append_val (params, param);
}

static void
add_text (GArray *params, const char *field, const char *value)
{
  virTypedParameter param = { .type = VIR_TYPED_PARAM_STRING, .value.s = (char *) value };

  g_strlcpy (param.field, field, sizeof param.field);
  g_array_append_val (params, param);
}

static HangarSample *
read_params (GArray *params, gboolean close)
{
  HangarSample *sample = hangar_sample_new ();

  hangar_virt_stats_read (sample, &g_array_index (params, virTypedParameter, 0), (int) params->len, close);
  return sample;
}

static GArray *
full_answer (void)
{
  GArray *params = g_array_new (FALSE, TRUE, sizeof (virTypedParameter));
  virTypedParameter state = { .field = "state.state",
                              .type = VIR_TYPED_PARAM_INT,
                              .value.i = VIR_DOMAIN_RUNNING };

  g_array_append_val (params, state);
  add_number (params, "cpu.time", 5000000000);
  add_number (params, "cpu.user", 1);
  add_number (params, "balloon.current", 1024);
  add_number (params, "balloon.rss", 2048);
  add_number (params, "vcpu.current", 2);
  add_number (params, "vcpu.maximum", 4);
  add_number (params, "vcpu.0.time", 3000);
  add_number (params, "vcpu.1.time", 4000);
  add_number (params, "net.count", 1);
  add_text (params, "net.0.name", "vnet0");
  add_number (params, "net.0.rx.bytes", 7);
  add_number (params, "net.0.tx.bytes", 8);
  add_number (params, "block.count", 2);
  add_text (params, "block.0.name", "vda");
  add_number (params, "block.0.rd.bytes", 100);
  add_number (params, "block.0.rd.reqs", 10);
  add_number (params, "block.0.wr.bytes", 50);
  add_text (params, "block.1.name", "a-name-that-is-longer-than-anything-that-fits");
  add_number (params, "block.1.rd.bytes", 11);
  return params;
}

static void
test_read (void)
{
  g_autoptr (GArray) params = full_answer ();
  g_autoptr (HangarSample) sample = read_params (params, FALSE);

  g_assert_cmpint (sample->state, ==, HANGAR_DOMAIN_RUNNING);
  g_assert_cmpuint (sample->cpu_time, ==, 5000000000);
  g_assert_cmpuint (sample->memory_current, ==, 1024 * 1024);
  g_assert_cmpuint (sample->memory_rss, ==, 2048 * 1024);
  g_assert_cmpuint (sample->n_vcpus, ==, 2);
  g_assert_cmpuint (sample->disk.in, ==, 111);
  g_assert_cmpuint (sample->disk.out, ==, 50);
  g_assert_cmpuint (sample->network.in, ==, 7);
  g_assert_cmpuint (sample->network.out, ==, 8);
  g_assert_true (sample->monitored);
  g_assert_cmpuint (sample->fields, ==,
                    HANGAR_SAMPLE_CPU_TIME | HANGAR_SAMPLE_MEMORY_CURRENT | HANGAR_SAMPLE_MEMORY_RSS |
                      HANGAR_SAMPLE_VCPUS | HANGAR_SAMPLE_READ_BYTES | HANGAR_SAMPLE_READ_REQUESTS |
                      HANGAR_SAMPLE_WRITE_BYTES | HANGAR_SAMPLE_RECEIVED_BYTES | HANGAR_SAMPLE_SENT_BYTES);
  g_assert_null (sample->disks);
}

static void
test_read_close (void)
{
  g_autoptr (GArray) params = full_answer ();
  g_autoptr (HangarSample) sample = read_params (params, TRUE);
  const HangarDeviceSample *second;

  g_assert_cmpuint (sample->disks->len, ==, 2);
  second = &g_array_index (sample->disks, HangarDeviceSample, 1);
  g_assert_cmpuint (second->in, ==, 11);
  g_assert_cmpuint (second->fields, ==, HANGAR_SAMPLE_READ_BYTES);
  g_assert_cmpuint (strlen (second->name), ==, sizeof second->name - 1);
  g_assert_cmpuint (sample->interfaces->len, ==, 1);
  g_assert_cmpuint (sample->vcpu_times->len, ==, 2);
  g_assert_cmpuint (g_array_index (sample->vcpu_times, guint64, 1), ==, 4000);
}

/* An interface of the user mode kind has a number and a name, but no counters: that is not zero. */
static void
test_user_network (void)
{
  g_autoptr (GArray) params = g_array_new (FALSE, TRUE, sizeof (virTypedParameter));
  g_autoptr (HangarSample) sample = NULL;

  add_number (params, "net.count", 1);
  sample = read_params (params, TRUE);
  g_assert_cmpuint (sample->fields, ==, 0);
  g_assert_cmpuint (sample->interfaces->len, ==, 0);
}

static void
add_disk (GArray *params, const char *name, const char *path, const guint64 *sizes)
{
  static const char *const names[] = { "allocation", "capacity", "physical" };
  const guint index = params->len / 6;
  g_autofree char *name_field = g_strdup_printf ("block.%u.name", index);
  g_autofree char *path_field = g_strdup_printf ("block.%u.path", index);
  g_autofree char *read_field = g_strdup_printf ("block.%u.rd.bytes", index);

  add_text (params, name_field, name);
  add_text (params, path_field, path);
  add_number (params, read_field, 1);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *field = g_strdup_printf ("block.%u.%s", index, names[i]);

      add_number (params, field, sizes[i]);
    }
}

/* A disk that grows on a device of the host and has nearly filled it; a file grows as it likes, and what can
 * not outgrow its device is full when it should be. */
static void
test_full_disk (void)
{
  const guint64 grows[] = { 50, 200, 100 }, filled[] = { 96, 200, 100 }, beyond[] = { 101, 200, 100 },
                whole[] = { 100, 100, 100 };
  g_autoptr (GArray) params = g_array_new (FALSE, TRUE, sizeof (virTypedParameter));
  g_autoptr (HangarSample) calm = NULL;
  g_autoptr (HangarSample) full = NULL;
  g_autoptr (HangarSample) broken = NULL;

  add_disk (params, "vda", "/dev/vg/a", grows);
  add_disk (params, "vdb", "/var/lib/libvirt/images/b.qcow2", filled);
  add_disk (params, "vdc", "/dev/vg/c", whole);
  calm = read_params (params, FALSE);
  g_assert_cmpstr (calm->full_disk, ==, "");
  add_disk (params, "vdd", "/dev/vg/d", filled);
  full = read_params (params, FALSE);
  g_assert_cmpstr (full->full_disk, ==, "vdd");
  add_disk (params, "vde", "/dev/vg/e", beyond);
  broken = read_params (params, FALSE);
  g_assert_cmpstr (broken->full_disk, ==, "vde");
}

static void
test_hostile (void)
{
  static const char *const names[] = { "block.",
                                       "block.9",
                                       "block.99999999999999999999.rd.bytes",
                                       "block.513.rd.bytes",
                                       "net.-1.rx.bytes",
                                       "vcpu.4000000.time",
                                       "balloon.",
                                       "block.0.name",
                                       "" };
  g_autoptr (GArray) params = g_array_new (FALSE, TRUE, sizeof (virTypedParameter));
  g_autoptr (HangarSample) sample = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    add_number (params, names[i], G_MAXUINT64);
  sample = read_params (params, TRUE);
  g_assert_cmpuint (sample->fields, ==, 0);
  g_assert_cmpuint (sample->disks->len, ==, 0);
  g_assert_cmpuint (sample->vcpu_times->len, ==, 0);
}

static void
test_single (void)
{
  static const char uuid[] = "6695eb01-f6a4-8304-79aa-97f2502e193f";
  g_autoptr (GError) error = NULL;
  GVirConnection *connection = hangar_virt_connect_open ("test:///default", NULL, NULL, NULL, &error);
  g_autoptr (HangarStatsRequest) request = hangar_stats_request_new (
    HANGAR_STATS_CPU | HANGAR_STATS_MEMORY | HANGAR_STATS_DISK | HANGAR_STATS_NETWORK | HANGAR_STATS_HOST);
  g_autoptr (HangarSamples) samples = NULL;
  HangarSample *sample;

  g_assert_no_error (error);
  samples = hangar_virt_stats_sample (connection, request, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (samples->samples->len, ==, 1);
  sample = g_ptr_array_index (samples->samples, 0);
  g_assert_cmpstr (sample->uuid, ==, uuid);
  g_assert_cmpuint (sample->fields, ==, 0);
  g_assert_false (samples->bulk);
  g_assert_true (samples->host.has_cpu);
  g_clear_pointer (&samples, hangar_samples_free);

  /* What is on the screen is asked for by itself, and what is looked at closely with its devices. */
  g_hash_table_add (request->watched, g_strdup (uuid));
  g_hash_table_add (request->close, g_strdup (uuid));
  samples = hangar_virt_stats_sample (connection, request, &error);
  g_assert_no_error (error);
  sample = g_ptr_array_index (samples->samples, 0);
  g_assert_true (sample->fields & HANGAR_SAMPLE_CPU_TIME);
  g_assert_true (sample->fields & HANGAR_SAMPLE_MEMORY_CURRENT);
  g_assert_cmpuint (sample->memory_current, ==, G_GUINT64_CONSTANT (2) << 30);
  g_assert_cmpuint (sample->disks->len, >=, 1);
  g_assert_cmpuint (sample->interfaces->len, ==, 1);
  g_assert_cmpstr (g_array_index (sample->interfaces, HangarDeviceSample, 0).name, ==, "testnet0");
  g_object_unref (connection);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  hangar_virt_init ();
  g_test_add_func ("/stats/read", test_read);
  g_test_add_func ("/stats/read-close", test_read_close);
  g_test_add_func ("/stats/user-network", test_user_network);
  g_test_add_func ("/stats/full-disk", test_full_disk);
  g_test_add_func ("/stats/hostile", test_hostile);
  g_test_add_func ("/stats/single", test_single);
  return g_test_run ();
}
