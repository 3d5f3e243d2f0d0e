/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search of the list of machines: words that must all be found, and "state:" with a state. */

#include "config.h"

#include "model/machine-query.h"

#include "model/os-words.h"
#include "util/fold.h"

/* In bytes: notes may be endless, and only their beginning is searched. */
#define LONGEST_NOTES 4096

#define STATE_PREFIX "state:"

struct _HangarMachineQuery
{
  GPtrArray *words;  /* folded */
  GPtrArray *states; /* folded beginnings of states' names */
};

/**
 * hangar_machine_query_new:
 * @text: (nullable): what was typed
 *
 * Words are found in the name, the title, the notes and the operating system, without regard to case and
 * accents; all of them must be there. "state:" is followed by the beginning of a state's name, in English or
 * in the language of the interface. A "state:" with nothing behind it is not a condition yet.
 *
 * Returns: (transfer full): the query
 */
HangarMachineQuery *
hangar_machine_query_new (const char *text)
{
  HangarMachineQuery *self = g_new0 (HangarMachineQuery, 1);
  g_autofree char *folded = hangar_fold_text (text != NULL ? text : "");
  g_auto (GStrv) words = g_strsplit_set (folded, " \t\n\r", -1);

  self->words = g_ptr_array_new_with_free_func (g_free);
  self->states = g_ptr_array_new_with_free_func (g_free);
  for (char **word = words; *word != NULL; word++)
    {
      if (g_str_has_prefix (*word, STATE_PREFIX))
        {
          if ((*word)[strlen (STATE_PREFIX)] != '\0')
            g_ptr_array_add (self->states, g_strdup (*word + strlen (STATE_PREFIX)));
        }
      else if (**word != '\0')
        g_ptr_array_add (self->words, g_strdup (*word));
    }
  return self;
}

/**
 * hangar_machine_query_free:
 * @self: (nullable): a query
 */
void
hangar_machine_query_free (HangarMachineQuery *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->words);
  g_ptr_array_unref (self->states);
  g_free (self);
}

/**
 * hangar_machine_query_is_empty:
 * @self: a query
 *
 * Returns: whether every machine matches
 */
gboolean
hangar_machine_query_is_empty (const HangarMachineQuery *self)
{
  return self->words->len == 0 && self->states->len == 0;
}

static gboolean
state_matches (const HangarMachineQuery *self, HangarDomain *domain)
{
  g_autoptr (GEnumClass) states = g_type_class_ref (HANGAR_TYPE_DOMAIN_STATE);
  GEnumValue *value = g_enum_get_value (states, (int) hangar_domain_get_state (domain));
  g_autofree char *text = hangar_domain_dup_state_text (domain);
  g_autofree char *folded = hangar_fold_text (text);

  for (guint i = 0; i < self->states->len; i++)
    {
      const char *wanted = g_ptr_array_index (self->states, i);

      if (g_str_has_prefix (folded, wanted) ||
          (value != NULL && g_str_has_prefix (value->value_nick, wanted)))
        return TRUE;
    }
  return FALSE;
}

/**
 * hangar_machine_query_matches:
 * @self: a query
 * @domain: a machine
 * @haystack: its text from hangar_machine_query_dup_haystack()
 *
 * Several states are alternatives; words must all be found.
 *
 * Returns: whether the machine is among what was searched
 */
gboolean
hangar_machine_query_matches (const HangarMachineQuery *self, HangarDomain *domain, const char *haystack)
{
  for (guint i = 0; i < self->words->len; i++)
    if (strstr (haystack, g_ptr_array_index (self->words, i)) == NULL)
      return FALSE;
  return self->states->len == 0 || state_matches (self, domain);
}

/**
 * hangar_machine_query_dup_haystack:
 * @domain: a machine
 *
 * Returns: (transfer full): all its text that can be searched, folded; to be kept until one of them changes
 */
char *
hangar_machine_query_dup_haystack (HangarDomain *domain)
{
  const char *title = hangar_domain_get_title (domain);
  const char *notes = hangar_domain_get_description (domain);
  const char *os = hangar_domain_get_os_id (domain);
  g_autofree char *os_words = hangar_os_words (os);
  g_autoptr (GString) text = g_string_new (hangar_domain_get_name (domain));

  if (title != NULL)
    g_string_append_printf (text, "\n%s", title);
  if (os != NULL)
    g_string_append_printf (text, "\n%s\n%s", os, os_words != NULL ? os_words : "");
  if (notes != NULL)
    {
      g_string_append_c (text, '\n');
      g_string_append_len (text, notes, (gssize) strnlen (notes, LONGEST_NOTES));
    }
  return hangar_fold_text (text->str);
}
