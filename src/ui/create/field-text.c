/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line under a question: what stands against the answer, else what is good to know, else the facts. */

#include "config.h"

#include "ui/create/field-text.h"

/**
 * hangar_field_text_update:
 * @row: the question's row
 * @spec: the wish
 * @field: the question
 * @facts: (nullable): what is said when there is nothing to remark
 *
 * Writes the sentence of a question under it, and colours it when it stands in the way.
 */
void
hangar_field_text_update (AdwActionRow *row, HangarGuestSpec *spec, HangarGuestField field, const char *facts)
{
  g_autofree char *problem = hangar_guest_spec_dup_problem (spec, field);
  g_autofree char *advice = problem == NULL ? hangar_guest_spec_dup_advice (spec, field) : NULL;
  const char *text = problem != NULL ? problem : advice != NULL ? advice : facts;
  g_autofree char *markup = g_markup_escape_text (text != NULL ? text : "", -1);

  if (problem != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (row), "hangar-refused");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (row), "hangar-refused");
  if (g_strcmp0 (adw_action_row_get_subtitle (row), markup) != 0)
    adw_action_row_set_subtitle (row, markup);
}
