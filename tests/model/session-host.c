/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real daemon for tests: the private session of tests/lab/with-session, with machines that run no guest. */

#include "session-host.h"

#include <glib/gstdio.h>

#include "model/domain-lifecycle.h"

gboolean
session_alarm_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
session_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

HangarConnection *
session_open (void)
{
  HangarConnection *connection = hangar_connection_new (g_getenv ("HANGAR_TEST_URI"), NULL, FALSE);

  hangar_connection_open (connection);
  SESSION_WAIT_FOR (hangar_connection_get_state (connection) != HANGAR_CONNECTION_CONNECTING);
  g_assert_cmpint (hangar_connection_get_state (connection), ==, HANGAR_CONNECTION_OPEN);
  return connection;
}

void
session_close (HangarConnection *connection)
{
  gpointer watched = connection;

  hangar_connection_close (connection);
  g_object_add_weak_pointer (G_OBJECT (connection), &watched);
  g_object_unref (connection);
  SESSION_WAIT_FOR (watched == NULL);
}

static gpointer
define_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return hangar_virt_domain_define (connection, data, error);
}

HangarDomain *
session_define (HangarConnection *connection, const char *xml)
{
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, define_run, g_strdup (xml), g_free, g_free };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *uuid = NULL;

  hangar_connection_run_async (connection, &work, NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  uuid = hangar_connection_run_finish (connection, result, &error);
  g_assert_no_error (error);
  SESSION_WAIT_FOR (hangar_connection_find_domain (connection, uuid) != NULL);
  return g_object_ref (hangar_connection_find_domain (connection, uuid));
}

static void
operate (HangarDomain *domain, HangarDomainOperation operation)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hangar_domain_operate_async (domain, operation, NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  hangar_domain_operate_finish (domain, result, &error);
  g_assert_no_error (error);
}

void
session_start (HangarDomain *domain)
{
  operate (domain, HANGAR_DOMAIN_OPERATION_START);
  SESSION_WAIT_FOR (hangar_domain_get_state (domain) == HANGAR_DOMAIN_RUNNING);
}

void
session_stop (HangarDomain *domain)
{
  operate (domain, HANGAR_DOMAIN_OPERATION_FORCE_OFF);
  SESSION_WAIT_FOR (hangar_domain_get_state (domain) == HANGAR_DOMAIN_OFF);
}

/* Takes the machine off the host and gives up the reference. */
void
session_forget (HangarDomain *domain)
{
  if (hangar_domain_is_active (domain))
    session_stop (domain);
  operate (domain, HANGAR_DOMAIN_OPERATION_UNDEFINE);
  SESSION_WAIT_FOR (hangar_domain_get_connection (domain) == NULL);
  g_object_unref (domain);
}

char *
session_get_xml (HangarDomain *domain, gboolean inactive)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *xml;

  hangar_domain_get_xml_async (domain, inactive, NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  xml = hangar_domain_get_xml_finish (domain, result, &error);
  g_assert_no_error (error);
  return xml;
}

/* A small machine under software emulation; its firmware finds nothing to boot, and that is enough. */
char *
session_machine_xml (const char *name, const char *devices)
{
  return g_strdup_printf (
    "<domain type='qemu'><name>%s</name><memory unit='MiB'>64</memory><vcpu current='1'>2</vcpu>"
    "<os><type arch='x86_64' machine='q35'>hvm</type></os><features><acpi/></features>"
    "<devices><emulator>/usr/bin/qemu-system-x86_64</emulator>"
    "<controller type='usb' model='qemu-xhci'/>%s</devices></domain>",
    name, devices);
}

/* A sparse file that the daemon's machines can read. */
char *
session_file (const char *name, gsize size)
{
  g_autofree char *path = g_build_filename (g_getenv ("HANGAR_TEST_FOLDER"), name, NULL);
  g_autofree char *content = g_malloc0 (size);

  g_assert_true (g_file_set_contents (path, content, (gssize) size, NULL));
  return g_steal_pointer (&path);
}
