/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two machines alike, for tests that compare what the program does with what printed commands do. */

#include "twins.h"

#include "virt/xml.h"

#define OURS "ours it's \"$(touch pwned)\" `x` \\ é; #"
#define THEIRS "theirs it's \"$(touch pwned)\" `x` \\ é; #"

static HangarDomain *
define (HangarConnection *connection, const char *name, const char *devices)
{
  g_autofree char *escaped = g_markup_escape_text (name, -1);
  g_autofree char *xml = session_machine_xml (escaped, devices);

  return session_define (connection, xml);
}

/* @devices may have "TWIN" in it, which is another word for each. */
Twins *
twins_new (HangarConnection *connection, const char *devices)
{
  Twins *twins = g_new0 (Twins, 1);
  g_autoptr (GString) ours = g_string_new (devices), theirs = g_string_new (devices);

  g_string_replace (ours, "TWIN", "ours", 0);
  g_string_replace (theirs, "TWIN", "theirs", 0);
  twins->connection = connection;
  twins->ours = define (connection, OURS, ours->str);
  twins->theirs = define (connection, THEIRS, theirs->str);
  return twins;
}

void
twins_free (Twins *twins)
{
  session_forget (twins->ours);
  session_forget (twins->theirs);
  g_free (twins);
}

/* The one for the commands, as the program sees it now. */
HangarCommandTarget *
twins_target (Twins *twins)
{
  return hangar_command_target_new_for_domain (twins->theirs);
}

/* What must differ, and what each start chooses anew. */
static char *
normal_xml (HangarDomain *domain, gboolean inactive)
{
  g_autofree char *xml = session_get_xml (domain, inactive);
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GString) normal = NULL;

  hangar_xml_remove (doc, "/domain/uuid | /domain/@id | /domain/devices/interface/mac | //@tty | "
                          "//channel/source | //graphics/@port | //serial/source | //console/source");
  text = hangar_xml_to_string (doc);
  normal = g_string_new (text);
  g_string_replace (normal, "theirs", "ours", 0);
  return hangar_xml_canonicalise (normal->str, NULL);
}

void
twins_assert_alike (Twins *twins, gboolean inactive)
{
  g_autofree char *ours = normal_xml (twins->ours, inactive);
  g_autofree char *theirs = normal_xml (twins->theirs, inactive);

  g_assert_cmpstr (ours, ==, theirs);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  session_result_cb (source, result, user_data);
}

/* Runs lines literally as they are shown, in a shell; the connection goes on meanwhile. */
gboolean
twins_try_lines (HangarCommandText *text, char **complaint)
{
  g_autofree char *lines = hangar_command_text_to_string (text, TRUE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GSubprocess) shell =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error, "/bin/sh",
                      "-e", "-u", "-c", lines, NULL);
  g_autofree char *out = NULL;

  g_assert_no_error (error);
  g_assert_false (hangar_command_text_is_empty (text));
  g_subprocess_communicate_utf8_async (shell, NULL, NULL, ended_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  g_subprocess_communicate_utf8_finish (shell, result, &out, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test ("pwned", G_FILE_TEST_EXISTS));
  if (complaint != NULL)
    *complaint = g_strdup_printf ("%s\n%s", lines, out);
  return g_subprocess_get_successful (shell);
}

void
twins_run_lines (HangarCommandText *text)
{
  g_autofree char *complaint = NULL;

  if (!twins_try_lines (text, &complaint))
    g_error ("%s", complaint);
}

HangarJobState
twins_run_job (HangarJob *job)
{
  hangar_job_run (job);
  SESSION_WAIT_FOR (hangar_job_is_finished (job));
  g_assert_no_error (hangar_job_get_error (job));
  return hangar_job_get_state (job);
}
