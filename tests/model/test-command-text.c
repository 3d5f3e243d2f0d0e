/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/command-text and model/shell-text: what is printed is run by a shell as it was meant, whatever names
 * hold; and the words of the commands. */

#include "model/clone-commands.h"
#include "model/command-text.h"
#include "model/domain-commands.h"
#include "model/hardware-commands.h"
#include "model/media-commands.h"
#include "model/shell-text.h"
#include "model/snapshot-commands.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#define URI "qemu:///session"
#define UUID "11111111-1111-1111-1111-111111111111"

static const char *const hostile[] = {
  "web",
  "two words",
  "",
  "-rf",
  "--domain",
  "--",
  "it's",
  "\"quoted\"",
  "$(touch pwned)",
  "`touch pwned`",
  "$HOME ${HOME} $$",
  "a\\nb\\",
  "line one\nline two\n",
  "tab\there",
  "; touch pwned #",
  "& touch pwned |",
  "> pwned",
  "*?[a-z]{a,b}~",
  "~root",
  "!history",
  "EOF",
  "caf\303\251 \360\237\220\247",
  "bell\aescape\033[31m",
  "\342\200\256txet desrever",
  "zero\342\200\213width",
  "broken \377\376 bytes",
  "'",
  "\\'",
  "%s%n",
  "a=b",
};

/* Runs lines as they are printed, in a folder of its own, and gives back what they print. */
static char *
run_shell (const char *lines)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) shell = NULL;
  g_autoptr (GBytes) out = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("hangar-test-XXXXXX", &error);
  gsize size;
  const char *data;

  g_assert_no_error (error);
  g_subprocess_launcher_set_cwd (launcher, folder);
  shell = g_subprocess_launcher_spawn (launcher, &error, "/bin/sh", "-eu", "-c", lines, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate (shell, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (shell));
  /* It made no file: else the folder could not go. */
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  data = g_bytes_get_data (out, &size);
  return g_strndup (data != NULL ? data : "", size);
}

static void
test_quote (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autofree char *quoted = hangar_shell_text_quote (hostile[i]);
      g_autofree char *line = g_strdup_printf ("printf '%%s' %s", quoted);
      g_autofree char *back = run_shell (line);

      g_assert_cmpstr (back, ==, hostile[i]);
      for (const char *c = quoted; *c != '\0'; c++)
        g_assert_true (*c == '\n' || *c == '\t' || !g_ascii_iscntrl (*c));
      g_assert_true (g_utf8_validate (quoted, -1, NULL));
    }
}

static void
test_plain_words_stay (void)
{
  static const char *const plain[] = { "web", "qemu:///session", "/dev/stdin", "--live", "a=b", "tp-01,x" };

  for (gsize i = 0; i < G_N_ELEMENTS (plain); i++)
    {
      g_autofree char *quoted = hangar_shell_text_quote (plain[i]);

      g_assert_cmpstr (quoted, ==, plain[i]);
    }
}

/* Nothing turns round, hides or moves on a terminal what follows. */
static void
test_hidden_is_shown (void)
{
  g_autofree char *quoted = hangar_shell_text_quote ("a\342\200\256b\033c");

  g_assert_cmpstr (quoted, ==, "'a'\"$(printf '\\342\\200\\256')\"'b'\"$(printf '\\033')\"'c'");
}

static void
test_document (void)
{
  static const char *const documents[] = { "<a/>", "<a>\n</a>\n", "EOF\n", "EOF\nEOF2\n$(x)`y`\\\n", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autoptr (GString) text = g_string_new ("cat");
      g_autofree char *back = NULL, *wanted = NULL;

      hangar_shell_text_add_document (text, documents[i]);
      back = run_shell (text->str);
      wanted = g_strconcat (documents[i], g_str_has_suffix (documents[i], "\n") ? "" : "\n", NULL);
      g_assert_cmpstr (back, ==, wanted);
    }
}

static void
test_comment (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *out = NULL;

  hangar_shell_text_add_comment (text, "one\necho two\r\necho \033three");
  g_string_append (text, "echo run\n");
  out = run_shell (text->str);
  g_assert_cmpstr (out, ==, "run\n");
  g_assert_null (strchr (text->str, '\033'));
}

static void
assert_text (HangarCommandText *text, const char *expected)
{
  g_autofree char *lines = hangar_command_text_to_string (text, TRUE);

  g_assert_cmpstr (lines, ==, expected);
}

static void
test_lines (void)
{
  g_autoptr (HangarCommandText) text = hangar_command_text_new (URI);
  g_autoptr (HangarCommandText) more = hangar_command_text_new (URI);
  g_autoptr (GPtrArray) vectors = NULL;

  g_assert_true (hangar_command_text_is_empty (text));
  hangar_command_text_say (text, "Words");
  g_assert_true (hangar_command_text_is_empty (text));
  hangar_command_text_virsh (text, "vol-pool");
  hangar_command_text_operand (text, "vol", "-x y");
  hangar_command_text_name_result (text, "POOL");
  hangar_command_text_virsh (more, "vol-create");
  hangar_command_text_use_result (more, "--pool", "POOL");
  hangar_command_text_flag (more, "/dev/stdin");
  hangar_command_text_feed (more, "<volume/>");
  hangar_command_text_add (more, "qemu-img", "info", "/a b", NULL);
  hangar_command_text_append (text, more);
  g_assert_true (hangar_command_text_is_empty (more));
  g_assert_false (hangar_command_text_is_empty (text));
  g_assert_false (hangar_command_text_has_secrets (text));
  assert_text (text,
               "# Words\n"
               "POOL=$(virsh -c qemu:///session vol-pool '--vol=-x y')\n"
               "virsh -c qemu:///session vol-create --pool \"$POOL\" /dev/stdin <<'EOF'\n<volume/>\nEOF\n"
               "qemu-img info '/a b'\n");

  hangar_command_text_chain (text);
  hangar_command_text_say (text, "The end");
  assert_text (text, "# Words\n"
                     "POOL=$(virsh -c qemu:///session vol-pool '--vol=-x y') &&\n"
                     "virsh -c qemu:///session vol-create --pool \"$POOL\" /dev/stdin <<'EOF' &&\n"
                     "<volume/>\nEOF\n"
                     "qemu-img info '/a b'\n"
                     "# The end\n");

  vectors = hangar_command_text_get_vectors (text);
  g_assert_cmpuint (vectors->len, ==, 3);
  g_assert_cmpstrv (vectors->pdata[2], ((const char *[]) { "qemu-img", "info", "/a b", NULL }));
}

/* What is lost for good comes last, and only when all before it went well. */
static void
test_chain (void)
{
  g_autoptr (HangarCommandText) text = hangar_command_text_new (URI);
  g_autofree char *lines = NULL, *pasted = NULL, *out = NULL;

  hangar_command_text_chain (text);
  hangar_command_text_add (text, "cat", "/dev/stdin", NULL);
  hangar_command_text_feed (text, "<copy/>");
  hangar_command_text_add (text, "test", "-e", "/no such\ncopy", NULL);
  hangar_command_text_say (text, "Words");
  hangar_command_text_add (text, "echo", "deleted", NULL);
  lines = hangar_command_text_to_string (text, TRUE);
  pasted = g_strconcat (lines, "echo end\n", NULL);
  out = run_shell (pasted);
  g_assert_cmpstr (out, ==, "<copy/>\nend\n");
}

/* A password is in the lines that run, and not in those that are shown. */
static void
test_secrets (void)
{
  g_autoptr (HangarCommandText) text = hangar_command_text_new (URI);
  g_autofree char *shown = NULL, *whole = NULL;

  hangar_command_text_virsh (text, "define");
  hangar_command_text_flag (text, "/dev/stdin");
  hangar_command_text_feed (text,
                            "<domain><devices><graphics type='vnc' passwd='geheim'/></devices></domain>");
  g_assert_true (hangar_command_text_has_secrets (text));
  shown = hangar_command_text_to_string (text, FALSE);
  whole = hangar_command_text_to_string (text, TRUE);
  g_assert_null (strstr (shown, "geheim"));
  g_assert_nonnull (strstr (whole, "geheim"));
}

/* Where virsh could take a name for something else, the UUID stands for it. */
static void
test_target (void)
{
  static const char *const names[][2] = {
    { "web", "web" },   { "a b", "a b" },   { "12", UUID }, { "-12", UUID },
    { "-c", UUID },     { "--all", UUID },  { " 7", UUID }, { "22222222-1111-1111-1111-111111111111", UUID },
    { "12th", "12th" }, { "x-12", "x-12" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (HangarCommandTarget) target = hangar_command_target_new (URI, names[i][0], UUID);

      g_assert_cmpstr (target->name, ==, names[i][1]);
    }
}

static void
test_operations (void)
{
  g_autoptr (HangarCommandTarget) target = hangar_command_target_new (URI, "web", UUID);

  for (int operation = HANGAR_DOMAIN_OPERATION_START; operation < HANGAR_DOMAIN_N_OPERATIONS; operation++)
    {
      g_autoptr (HangarCommandText) text =
        hangar_domain_commands_for_operation (target, (HangarDomainOperation) operation);

      g_assert_false (hangar_command_text_is_empty (text));
    }
}

static void
test_snapshot_words (void)
{
  g_autoptr (HangarCommandTarget) target = hangar_command_target_new (URI, "web", UUID);
  const HangarVirtSnapshotPlan plan = { .name = "--x y",
                                        .description = "it's",
                                        .kind = HANGAR_SNAPSHOT_EXTERNAL,
                                        .with_memory = TRUE,
                                        .memory_file = "/m,n" };
  g_autoptr (HangarCommandText) text = NULL;
  g_autofree char *lines = NULL;

  target->is_active = TRUE;
  text = hangar_snapshot_commands_for_take (target, &plan);
  lines = hangar_command_text_to_string (text, TRUE);
  g_assert_nonnull (
    strstr (lines, "virsh -c qemu:///session snapshot-create-as web '--name=--x y' 'it'\\''s' --atomic "
                   "--memspec=snapshot=external,file=/m,,n\n"));
}

/* A note that a machine has keeps what else is in it. */
static void
test_template_note (void)
{
  static const char xml[] = "<domain><name>web</name><metadata><hangar:machine "
                            "xmlns:hangar='https://hangar.github.io/xmlns/domain/1'><hangar:disk path='/a:b "
                            "&lt;c:d xmlns:e=&quot;f&quot;'/>"
                            "</hangar:machine><other:x xmlns:other='urn:x'/></metadata></domain>";
  g_autoptr (HangarCommandTarget) target = hangar_command_target_new (URI, "web", UUID);
  g_autoptr (HangarCommandText) text = hangar_domain_commands_for_template (target, xml, TRUE);
  g_autoptr (GPtrArray) vectors = hangar_command_text_get_vectors (text);
  GStrv vector = vectors->pdata[0];

  g_assert_cmpstr (vector[g_strv_length (vector) - 1], ==,
                   "<machine template=\"yes\"><disk path=\"/a:b &lt;c:d xmlns:e=&quot;f&quot;\"/></machine>");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shell-text/quote", test_quote);
  g_test_add_func ("/shell-text/plain", test_plain_words_stay);
  g_test_add_func ("/shell-text/hidden", test_hidden_is_shown);
  g_test_add_func ("/shell-text/document", test_document);
  g_test_add_func ("/shell-text/comment", test_comment);
  g_test_add_func ("/command-text/lines", test_lines);
  g_test_add_func ("/command-text/chain", test_chain);
  g_test_add_func ("/command-text/secrets", test_secrets);
  g_test_add_func ("/command-text/target", test_target);
  g_test_add_func ("/command-text/operations", test_operations);
  g_test_add_func ("/command-text/snapshot", test_snapshot_words);
  g_test_add_func ("/command-text/template", test_template_note);
  return g_test_run ();
}
