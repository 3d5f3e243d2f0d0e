/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands that do what the program does: argument vectors, shown as lines for a shell. Pure. */

#include "model/command-text.h"

#include "model/shell-text.h"
#include "model/xml-secret.h"

#include <string.h>

/* Where virsh's verb stands among its arguments. */
#define VERB 3

/* One command, or words between commands. */
typedef struct
{
  char *words;       /* (nullable): then there is nothing else */
  GPtrArray *vector; /* of char, ends with NULL once it is finished */
  char *result;      /* (nullable): the variable that keeps what it prints */
  char *option;      /* (nullable): gets what an earlier command printed */
  char *variable;    /* (nullable): where that was kept */
  char *document;    /* (nullable): what it reads */
  gboolean is_wait;  /* asked again until the machine is off */
} Command;

struct _HangarCommandText
{
  GObject parent_instance;

  char *uri;
  GPtrArray *commands;
  gboolean is_chained;
};

G_DEFINE_FINAL_TYPE (HangarCommandText, hangar_command_text, G_TYPE_OBJECT)

static void
command_free (gpointer data)
{
  Command *command = data;

  g_clear_pointer (&command->vector, g_ptr_array_unref);
  g_free (command->words);
  g_free (command->result);
  g_free (command->option);
  g_free (command->variable);
  g_free (command->document);
  g_free (command);
}

static void
hangar_command_text_finalize (GObject *object)
{
  HangarCommandText *self = HANGAR_COMMAND_TEXT (object);

  g_free (self->uri);
  g_ptr_array_unref (self->commands);

  G_OBJECT_CLASS (hangar_command_text_parent_class)->finalize (object);
}

static void
hangar_command_text_class_init (HangarCommandTextClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hangar_command_text_finalize;
}

static void
hangar_command_text_init (HangarCommandText *self)
{
  self->commands = g_ptr_array_new_with_free_func (command_free);
}

/**
 * hangar_command_text_new:
 * @uri: the address of the host that virsh is to speak with
 *
 * Returns: (transfer full): no command yet
 */
HangarCommandText *
hangar_command_text_new (const char *uri)
{
  HangarCommandText *self = g_object_new (HANGAR_TYPE_COMMAND_TEXT, NULL);

  self->uri = g_strdup (uri);
  return self;
}

static Command *
add_command (HangarCommandText *self)
{
  Command *command = g_new0 (Command, 1);

  g_ptr_array_add (self->commands, command);
  return command;
}

static Command *
last_command (HangarCommandText *self)
{
  return g_ptr_array_index (self->commands, self->commands->len - 1);
}

/**
 * hangar_command_text_say:
 * @self: commands
 * @words: what the next ones do, in the user's language
 *
 * Adds a comment.
 */
void
hangar_command_text_say (HangarCommandText *self, const char *words)
{
  add_command (self)->words = g_strdup (words);
}

/**
 * hangar_command_text_add:
 * @self: commands
 * @program: what is run
 * @...: its arguments, as they are: quoting is done here
 *
 * Adds a command.
 */
void
hangar_command_text_add (HangarCommandText *self, const char *program, ...)
{
  Command *command = add_command (self);
  const char *argument;
  va_list arguments;

  command->vector = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (command->vector, g_strdup (program));
  va_start (arguments, program);
  while ((argument = va_arg (arguments, const char *)) != NULL)
    g_ptr_array_add (command->vector, g_strdup (argument));
  va_end (arguments);
}

/**
 * hangar_command_text_virsh:
 * @self: commands
 * @verb: what virsh is to do
 *
 * Adds a command of virsh, for the host of these commands.
 */
void
hangar_command_text_virsh (HangarCommandText *self, const char *verb)
{
  hangar_command_text_add (self, "virsh", "-c", self->uri, verb, NULL);
}

/**
 * hangar_command_text_operand:
 * @self: commands
 * @option: virsh's long name for this operand, without dashes
 * @value: its value; what comes from outside is never taken for an option
 *
 * Adds an operand to the last command. They are given in virsh's order.
 */
void
hangar_command_text_operand (HangarCommandText *self, const char *option, const char *value)
{
  gboolean plain = *value != '-' && *value != '\0';

  g_ptr_array_add (last_command (self)->vector,
                   plain ? g_strdup (value) : g_strdup_printf ("--%s=%s", option, value));
}

/**
 * hangar_command_text_flag:
 * @self: commands
 * @flag: an option without a value, or with a value that cannot be anything else
 *
 * Adds an option to the last command.
 */
void
hangar_command_text_flag (HangarCommandText *self, const char *flag)
{
  g_ptr_array_add (last_command (self)->vector, g_strdup (flag));
}

/**
 * hangar_command_text_name_result:
 * @self: commands
 * @variable: a name for a variable of the shell, no data
 *
 * Keeps what the last command prints.
 */
void
hangar_command_text_name_result (HangarCommandText *self, const char *variable)
{
  last_command (self)->result = g_strdup (variable);
}

/**
 * hangar_command_text_use_result:
 * @self: commands
 * @option: an option of the last command
 * @variable: what it is set to; see hangar_command_text_name_result()
 */
void
hangar_command_text_use_result (HangarCommandText *self, const char *option, const char *variable)
{
  last_command (self)->option = g_strdup (option);
  last_command (self)->variable = g_strdup (variable);
}

/**
 * hangar_command_text_feed:
 * @self: commands
 * @document: XML
 *
 * The last command, which has "/dev/stdin" among its arguments, reads it.
 */
void
hangar_command_text_feed (HangarCommandText *self, const char *document)
{
  last_command (self)->document = g_strdup (document);
}

/**
 * hangar_command_text_wait_off:
 * @self: commands
 * @domain: a machine
 *
 * Waits until it is off.
 */
void
hangar_command_text_wait_off (HangarCommandText *self, const char *domain)
{
  hangar_command_text_virsh (self, "domstate");
  hangar_command_text_operand (self, "domain", domain);
  last_command (self)->is_wait = TRUE;
}

/**
 * hangar_command_text_chain:
 * @self: commands
 *
 * Each of them runs only when the one before it succeeded: what comes later would destroy what an earlier one
 * was to keep.
 */
void
hangar_command_text_chain (HangarCommandText *self)
{
  self->is_chained = TRUE;
}

/**
 * hangar_command_text_append:
 * @self: commands
 * @other: commands that follow them; it is empty afterwards
 */
void
hangar_command_text_append (HangarCommandText *self, HangarCommandText *other)
{
  while (other->commands->len > 0)
    g_ptr_array_add (self->commands, g_ptr_array_steal_index (other->commands, 0));
}

/**
 * hangar_command_text_is_empty:
 * @self: commands
 *
 * Returns: whether there is none
 */
gboolean
hangar_command_text_is_empty (HangarCommandText *self)
{
  for (guint i = 0; i < self->commands->len; i++)
    if (((Command *) self->commands->pdata[i])->vector != NULL)
      return FALSE;
  return TRUE;
}

/**
 * hangar_command_text_has_secrets:
 * @self: commands
 *
 * Returns: whether a password stands in them
 */
gboolean
hangar_command_text_has_secrets (HangarCommandText *self)
{
  for (guint i = 0; i < self->commands->len; i++)
    {
      const Command *command = self->commands->pdata[i];
      g_autofree char *masked =
        command->document != NULL ? hangar_xml_mask_secrets (command->document) : NULL;

      if (g_strcmp0 (masked, command->document) != 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * hangar_command_text_get_vectors:
 * @self: commands
 *
 * Returns: (transfer full) (element-type GStrv): the argument vectors, for who runs them without a shell
 */
GPtrArray *
hangar_command_text_get_vectors (HangarCommandText *self)
{
  GPtrArray *vectors = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  for (guint i = 0; i < self->commands->len; i++)
    {
      const Command *command = self->commands->pdata[i];
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

      if (command->vector == NULL)
        continue;
      for (guint j = 0; j < command->vector->len; j++)
        g_strv_builder_add (builder, command->vector->pdata[j]);
      g_ptr_array_add (vectors, g_strv_builder_end (builder));
    }
  return vectors;
}

static char *
dup_line (const Command *command)
{
  GString *line = g_string_new (NULL);

  for (guint i = 0; i < command->vector->len; i++)
    {
      g_autofree char *word = hangar_shell_text_quote (command->vector->pdata[i]);

      g_string_append_printf (line, "%s%s", i > 0 ? " " : "", word);
      /* Before the operands: virsh gives those to the options that have no value yet. */
      if (i == VERB && command->option != NULL)
        g_string_append_printf (line, " %s \"$%s\"", command->option, command->variable);
    }
  return g_string_free (line, FALSE);
}

static void
append_command (GString *text, const Command *command, gboolean with_secrets, const char *link)
{
  g_autofree char *line = dup_line (command);
  g_autofree char *document = NULL;
  gsize end;

  if (command->is_wait)
    g_string_append_printf (text, "until LC_ALL=C %s | grep -q 'shut off'; do sleep 1; done", line);
  else if (command->result != NULL)
    g_string_append_printf (text, "%s=$(%s)", command->result, line);
  else
    g_string_append (text, line);
  end = text->len;
  if (command->document == NULL)
    g_string_append_c (text, '\n');
  else
    {
      document = with_secrets ? g_strdup (command->document) : hangar_xml_mask_secrets (command->document);
      hangar_shell_text_add_document (text, document);
    }
  g_string_insert (text, strchr (text->str + end, '\n') - text->str, link);
}

static gboolean
is_last (HangarCommandText *self, guint index)
{
  for (guint i = index + 1; i < self->commands->len; i++)
    if (((Command *) self->commands->pdata[i])->vector != NULL)
      return FALSE;
  return TRUE;
}

/**
 * hangar_command_text_to_string:
 * @self: commands
 * @with_secrets: whether passwords stand in them; without them the lines are for reading
 *
 * Returns: (transfer full): lines for a POSIX shell, plain text
 */
char *
hangar_command_text_to_string (HangarCommandText *self, gboolean with_secrets)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->commands->len; i++)
    {
      const Command *command = self->commands->pdata[i];

      if (command->words != NULL)
        hangar_shell_text_add_comment (text, command->words);
      else
        append_command (text, command, with_secrets, self->is_chained && !is_last (self, i) ? " &&" : "");
    }
  return g_string_free (text, FALSE);
}
