/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is refused to machines as they are, and in which words: clones, templates, converted disks, what is
 * left of snapshots. On libvirt's test driver. */

#include "tests/wait.h"

#include "model/clone-independent.h"
#include "model/clone.h"
#include "model/disk-convert.h"
#include "model/domain-template.h"
#include "model/snapshot-strays.h"

static HangarConnection *connection;

static const char *
whole (HangarDomain *domain)
{
  return hangar_clone_refusal (domain, FALSE);
}

static const char *
linked (HangarDomain *domain)
{
  return hangar_clone_refusal (domain, TRUE);
}

/* The words that each of them is refused with, in each state; NULL where it can be done. */
typedef struct
{
  const char *(*refusal) (HangarDomain *domain);
  const char *off;
  const char *running;
  const char *paused;
  const char *saved;
  const char *busy;
  const char *gone;
} Row;

static const Row rows[] = {
  { whole, NULL, "It is running: its disks change", "It is running: its disks change", NULL,
    "Another operation", "not connected" },
  { linked, NULL, "It is running: its disks change", "It is running: its disks change", "Its state is saved",
    "Another operation", "not connected" },
  { hangar_domain_template_refusal, NULL, "Only a machine that is off", "Only a machine that is off",
    "Only a machine that is off", "Another operation", "not connected" },
  { hangar_clone_independent_refusal, NULL, NULL, NULL, "while it is off, and while it runs",
    "Another operation", "not connected" },
  { hangar_disk_convert_refusal, NULL, "only be converted while it is off",
    "only be converted while it is off", "Its state is saved", "Another operation", "not connected" },
  { hangar_snapshot_strays_refusal, NULL, "while it is off", "while it is off", NULL, "Another operation",
    "not connected" },
};

static void
check (HangarDomain *domain, const Row *row, const char *wanted)
{
  const char *words = row->refusal (domain);

  if (wanted == NULL)
    g_assert_cmpstr (words, ==, NULL);
  else if (words == NULL || strstr (words, wanted) == NULL)
    g_error ("row %d says “%s” and not “%s”", (int) (row - rows), words != NULL ? words : "", wanted);
}

static void
check_state (HangarDomain *domain, const Row *row)
{
  hangar_domain_set_state (domain, HANGAR_DOMAIN_OFF, 0);
  check (domain, row, row->off);
  hangar_domain_set_operation (domain, HANGAR_DOMAIN_OPERATION_START);
  check (domain, row, row->busy);
  hangar_domain_set_operation (domain, HANGAR_DOMAIN_OPERATION_NONE);
  hangar_domain_set_state (domain, HANGAR_DOMAIN_RUNNING, 0);
  check (domain, row, row->running);
  hangar_domain_set_state (domain, HANGAR_DOMAIN_PAUSED, 0);
  check (domain, row, row->paused);
  hangar_domain_set_state (domain, HANGAR_DOMAIN_SAVED, 0);
  check (domain, row, row->saved);
}

static void
test_states (void)
{
  g_autoptr (HangarDomain) domain = NULL;
  gpointer watched;

  connection = hangar_connection_new ("test:///default", NULL, FALSE);
  hangar_connection_open (connection);
  WAIT_FOR (hangar_connection_get_state (connection) == HANGAR_CONNECTION_OPEN);
  domain = g_object_ref (hangar_connection_find_domain (connection, "test"));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    check_state (domain, &rows[i]);
  hangar_connection_close (connection);
  WAIT_FOR (!hangar_domain_get_available (domain));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    check (domain, &rows[i], rows[i].gone);
  g_clear_object (&domain);
  watched = connection;
  g_object_add_weak_pointer (G_OBJECT (connection), &watched);
  g_object_unref (connection);
  WAIT_FOR (watched == NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/refusals/states", test_states);
  return g_test_run ();
}
