/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/guest-definition: what the user wrote stays, paths of disks follow, and a real daemon says what it
 * would not take, without defining anything. */

#include "model/guest-definition.h"

#include <string.h>

#include "model/guest-builder.h"
#include "session-host.h"
#include "virt/xml.h"

typedef struct
{
  HangarConnection *connection;
  HangarGuestSpec *spec;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HangarGuestHost) host = NULL;

  fixture->connection = session_open ();
  fixture->spec = hangar_guest_spec_new ();
  hangar_guest_host_load_async (fixture->connection, NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  host = hangar_guest_host_load_finish (fixture->connection, result, NULL);
  g_assert_nonnull (host);
  hangar_guest_spec_set_host (fixture->spec, host, hangar_connection_get_domains (fixture->connection));
  hangar_guest_spec_set_way (fixture->spec, HANGAR_GUEST_WAY_EMPTY);
  hangar_guest_spec_set_name (fixture->spec, "written & read");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->spec);
  session_close (fixture->connection);
}

static char *
changed (HangarGuestSpec *spec, const char *xpath, const char *value)
{
  g_autofree char *before = hangar_guest_spec_dup_definition (spec);
  g_autoptr (HangarXml) doc = hangar_xml_new (before, NULL);

  g_assert_true (hangar_xml_put (doc, xpath, value));
  return hangar_xml_to_string (doc);
}

/* NULL when the daemon would take it. */
static GError *
check (Fixture *fixture, const char *xml)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *uuid = hangar_guest_spec_dup_uuid (fixture->spec);
  GError *error = NULL;

  hangar_guest_definition_check_async (fixture->connection, xml, uuid, NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  hangar_guest_definition_check_finish (fixture->connection, result, &error);
  return error;
}

static void
test_follows (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = hangar_guest_spec_dup_definition (fixture->spec);
  g_autofree char *second = hangar_guest_spec_dup_definition (fixture->spec);
  g_autofree char *path = hangar_guest_spec_dup_planned_path (fixture->spec);
  g_autofree char *third = NULL;

  g_assert_cmpstr (first, ==, second);
  g_assert_true (g_str_has_suffix (path, "/written & read.qcow2"));
  g_assert_nonnull (strstr (first, "written &amp; read.qcow2"));
  hangar_guest_spec_set_memory (fixture->spec, G_GUINT64_CONSTANT (300) << 20);
  third = hangar_guest_spec_dup_definition (fixture->spec);
  g_assert_cmpstr (first, !=, third);
}

/* What is written holds only as long as the answers that it was written for. */
static void
test_stale (Fixture *fixture, gconstpointer data)
{
  g_autofree char *own = changed (fixture->spec, "/domain/title", "Mine");
  g_autofree char *none = NULL;
  g_autofree char *problem = NULL;

  hangar_guest_spec_set_definition (fixture->spec, own);
  g_assert_cmpstr (hangar_guest_spec_get_definition (fixture->spec), ==, own);
  none = hangar_guest_spec_dup_first_problem (fixture->spec);
  g_assert_null (none);
  hangar_guest_spec_set_vcpus (fixture->spec, 1 + hangar_guest_spec_get_vcpus (fixture->spec));
  g_assert_true (hangar_guest_spec_is_definition_stale (fixture->spec));
  problem = hangar_guest_spec_dup_first_problem (fixture->spec);
  g_assert_nonnull (strstr (problem, "Answers were changed"));
  hangar_guest_spec_set_definition (fixture->spec, NULL);
  g_assert_false (hangar_guest_spec_is_definition_stale (fixture->spec));
}

static void
test_unchanged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *same = hangar_guest_spec_dup_definition (fixture->spec);

  hangar_guest_spec_set_definition (fixture->spec, same);
  g_assert_null (hangar_guest_spec_get_definition (fixture->spec));
}

static void
test_adapt (Fixture *fixture, gconstpointer data)
{
  g_autofree char *own = changed (fixture->spec, "/domain/title", "Mine");
  g_autoptr (HangarGuestPlan) planned = hangar_guest_definition_plan (fixture->spec);
  g_autoptr (HangarGuestPlan) made = hangar_guest_plan_copy (planned);
  g_autofree char *before = g_strdup (((HangarGuestDisk *) planned->disks->pdata[0])->path);
  g_autofree char *adapted = NULL;
  g_autofree char *file = NULL;
  g_autofree char *noted = NULL;
  g_autofree char *title = NULL;
  g_autoptr (HangarXml) doc = NULL;
  HangarGuestDisk *disk = made->disks->pdata[0];

  g_free (disk->path);
  disk->path = g_strdup ("/elsewhere/it's <2>.qcow2");
  adapted = hangar_guest_definition_adapt (own, planned, made, NULL);
  doc = hangar_xml_new (adapted, NULL);
  file = hangar_xml_get (doc, "/domain/devices/disk/source/@file");
  noted = hangar_xml_get (doc, "//*[local-name()='machine']/*[local-name()='disk']/@path");
  title = hangar_xml_get (doc, "/domain/title");
  g_assert_cmpstr (file, ==, disk->path);
  g_assert_cmpstr (noted, ==, disk->path);
  g_assert_cmpstr (title, ==, "Mine");
  g_assert_null (strstr (adapted, "written &amp; read.qcow2"));
  g_assert_nonnull (before);
}

/* The first name was taken, so the first disk came to what was planned for the second. */
static void
test_adapt_shifted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HangarGuestPlan) planned = hangar_guest_definition_plan (fixture->spec);
  g_autoptr (HangarGuestPlan) made = hangar_guest_plan_copy (planned);
  HangarGuestDisk *disk = made->disks->pdata[0];
  g_autofree char *xml = NULL, *adapted = NULL, *first = NULL, *second = NULL;
  g_autoptr (HangarXml) doc = NULL;

  hangar_guest_plan_add_disk (planned, "/pool/vm-2.qcow2", "qcow2")->made_here = TRUE;
  hangar_guest_plan_add_disk (made, "/pool/vm-3.qcow2", "qcow2")->made_here = TRUE;
  g_free (disk->path);
  disk->path = g_strdup ("/pool/vm-2.qcow2");
  xml = hangar_guest_build_xml (planned);
  adapted = hangar_guest_definition_adapt (xml, planned, made, NULL);
  doc = hangar_xml_new (adapted, NULL);
  first = hangar_xml_get (doc, "/domain/devices/disk[1]/source/@file");
  second = hangar_xml_get (doc, "/domain/devices/disk[2]/source/@file");
  g_assert_cmpstr (first, ==, "/pool/vm-2.qcow2");
  g_assert_cmpstr (second, ==, "/pool/vm-3.qcow2");
}

static void
test_no_xml (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HangarGuestPlan) plan = hangar_guest_definition_plan (fixture->spec);
  g_autoptr (GError) error = NULL;

  g_assert_null (hangar_guest_definition_adapt ("<domain", plan, plan, &error));
  g_assert_nonnull (error);
}

static void
test_taken (Fixture *fixture, gconstpointer data)
{
  g_autofree char *plain = hangar_guest_spec_dup_definition (fixture->spec);
  g_autofree char *own = changed (fixture->spec, "/domain/title", "Mine");
  g_autoptr (GError) first = check (fixture, plain);
  g_autoptr (GError) second = check (fixture, own);

  g_assert_no_error (first);
  g_assert_no_error (second);
  g_assert_cmpuint (g_list_model_get_n_items (hangar_connection_get_domains (fixture->connection)), ==, 0);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *xpath;
    const char *value;
    const char *words;
  } table[] = {
    { "/domain/uuid", "11111111-2222-3333-4444-555555555555", "UUID" },
    { "/domain/memory", "much", "memory" },
    { "/domain/os/type/@arch", "abacus", "arch" },
    { "/domain/devices/disk/target/@bus", "rope", "bus" },
    { "/domain/@type", "nothing", "type" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *xml = changed (fixture->spec, table[i].xpath, table[i].value);
      g_autoptr (GError) error = check (fixture, xml);

      g_assert_nonnull (error);
      if (strstr (error->message, table[i].words) == NULL)
        g_error ("%s is refused with “%s”", table[i].xpath, error->message);
    }
  g_assert_cmpuint (g_list_model_get_n_items (hangar_connection_get_domains (fixture->connection)), ==, 0);
}

static void
test_no_domain (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) network = check (fixture, "<network><name>x</name></network>");
  g_autoptr (GError) broken = check (fixture, "<domain>");
  g_autoptr (GError) empty = check (fixture, "");

  g_assert_nonnull (strstr (network->message, "<domain>"));
  g_assert_nonnull (broken);
  g_assert_nonnull (empty);
}

#define ADD(path, func) g_test_add ("/guest-definition/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("follows-answers", test_follows);
  ADD ("stale", test_stale);
  ADD ("unchanged", test_unchanged);
  ADD ("adapt", test_adapt);
  ADD ("adapt-shifted", test_adapt_shifted);
  ADD ("no-xml", test_no_xml);
  ADD ("taken", test_taken);
  ADD ("refused", test_refused);
  ADD ("no-domain", test_no_domain);
  return g_test_run ();
}
