/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line under a question: what is good to know, else the facts. What stands against the answer is said
 * once, beside the button that it stands in the way of; the question itself is marked only. */

#include "config.h"

#include "ui/create/field-text.h"

/**
 * hangar_field_text_mark:
 * @row: the question's row
 * @spec: the wish
 * @field: the question
 *
 * Marks a question whose answer will not do; one that was not answered yet is not marked.
 */
void
hangar_field_text_mark (GtkWidget *row, HangarGuestSpec *spec, HangarGuestField field)
{
  g_autofree char *problem = hangar_guest_spec_dup_problem (spec, field);
  gboolean refused = problem != NULL && hangar_guest_spec_is_answered (spec, field);

  if (refused)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                               refused ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

/**
 * hangar_field_text_update:
 * @row: the question's row
 * @spec: the wish
 * @field: the question
 * @facts: (nullable): what is said when there is nothing to remark
 *
 * Writes the sentence of a question under it, and marks it when its answer stands in the way.
 */
void
hangar_field_text_update (AdwActionRow *row, HangarGuestSpec *spec, HangarGuestField field, const char *facts)
{
  g_autofree char *advice = hangar_guest_spec_dup_advice (spec, field);
  const char *text = advice != NULL ? advice : facts;
  g_autofree char *markup = g_markup_escape_text (text != NULL ? text : "", -1);

  hangar_field_text_mark (GTK_WIDGET (row), spec, field);
  if (g_strcmp0 (adw_action_row_get_subtitle (row), markup) != 0)
    adw_action_row_set_subtitle (row, markup);
}
