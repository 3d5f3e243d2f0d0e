/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The row of one field of a form, made from the schema. */

#include "config.h"

#include "ui/domain/field-row.h"

#include <glib/gi18n-lib.h>

#include "ui/domain/os-row.h"
#include "widgets/lazy-choices.h"

#define MIB (1024 * 1024)
#define LARGEST_MIB (1024.0 * 1024 * 64)

static void
make_shown (HangarFieldRow *row)
{
  GtkWidget *label = gtk_label_new (NULL);

  row->widget = adw_action_row_new ();
  row->editor = label;
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_widget_add_css_class (label, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row->widget), label);
}

static void
make_entry (HangarFieldRow *row, GCallback changed)
{
  gboolean secret = row->field->type == HANGAR_FIELD_PASSWORD;

  row->widget = row->editor = secret ? adw_password_entry_row_new () : adw_entry_row_new ();
  if (row->field->type == HANGAR_FIELD_NUMBER)
    adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (row->widget), GTK_INPUT_PURPOSE_DIGITS);
  g_signal_connect_swapped (row->editor, "changed", changed, row);
}

static void
make_os (HangarFieldRow *row, GCallback changed)
{
  row->widget = row->editor = hangar_os_row_new ();
  g_signal_connect_swapped (row->editor, "changed", changed, row);
}

static void
make_notes (HangarFieldRow *row, GCallback changed)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new (_ (row->field->label));
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  row->widget = adw_preferences_row_new ();
  row->editor = gtk_text_view_new ();
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (row->editor), GTK_WRAP_WORD_CHAR);
  /* Tab leaves the field: no keyboard is caught in it. */
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (row->editor), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->editor), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (row->field->label), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), row->editor);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), 80);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 9);
  gtk_widget_set_margin_bottom (box, 9);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row->widget), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row->widget), FALSE);
  g_signal_connect_swapped (gtk_text_view_get_buffer (GTK_TEXT_VIEW (row->editor)), "changed", changed, row);
}

static void
make_size (HangarFieldRow *row, GCallback changed)
{
  row->widget = adw_action_row_new ();
  row->editor = gtk_spin_button_new_with_range (1, LARGEST_MIB, 64);
  gtk_widget_set_valign (row->editor, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row->widget), row->editor);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row->widget), gtk_label_new (_ ("MiB")));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row->widget), row->editor);
  g_signal_connect_swapped (row->editor, "value-changed", changed, row);
}

static void
make_switch (HangarFieldRow *row, GCallback changed)
{
  row->widget = adw_action_row_new ();
  row->editor = gtk_switch_new ();
  gtk_widget_set_valign (row->editor, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row->widget), row->editor);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row->widget), row->editor);
  g_signal_connect_swapped (row->editor, "notify::active", changed, row);
}

static void
add_choice (HangarFieldRow *row, const char *value, const char *label)
{
  GtkStringList *names = GTK_STRING_LIST (adw_combo_row_get_model (ADW_COMBO_ROW (row->widget)));

  g_ptr_array_add (row->values, g_strdup (value));
  gtk_string_list_append (names, label != NULL ? label : value);
}

static void
make_choice (HangarFieldRow *row, GCallback changed)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const HangarFieldChoice *choice = row->field->choices;

  row->widget = row->editor = adw_combo_row_new ();
  row->values = g_ptr_array_new_with_free_func (g_free);
  adw_combo_row_set_model (ADW_COMBO_ROW (row->widget), G_LIST_MODEL (names));
  hangar_lazy_choices (ADW_COMBO_ROW (row->widget));
  for (; choice->value != NULL || choice->label != NULL; choice++)
    add_choice (row, choice->value, choice->label != NULL ? _ (choice->label) : NULL);
  g_signal_connect_swapped (row->editor, "notify::selected", changed, row);
}

/**
 * hangar_field_row_new:
 * @field: a field
 * @changed: called with the row first when the user has changed it, or its value was set
 *
 * Returns: (transfer full): its row
 */
HangarFieldRow *
hangar_field_row_new (const HangarField *field, GCallback changed)
{
  HangarFieldRow *row = g_new0 (HangarFieldRow, 1);

  row->field = field;
  switch (field->type)
    {
    case HANGAR_FIELD_SHOWN:
      make_shown (row);
      break;
    case HANGAR_FIELD_NOTES:
      make_notes (row, changed);
      break;
    case HANGAR_FIELD_SIZE:
      make_size (row, changed);
      break;
    case HANGAR_FIELD_SWITCH:
      make_switch (row, changed);
      break;
    case HANGAR_FIELD_CHOICE:
      make_choice (row, changed);
      break;
    case HANGAR_FIELD_OS:
      make_os (row, changed);
      break;
    case HANGAR_FIELD_TEXT:
    case HANGAR_FIELD_NUMBER:
    case HANGAR_FIELD_MAC:
    case HANGAR_FIELD_PASSWORD:
    case HANGAR_FIELD_PATH:
    default:
      make_entry (row, changed);
    }
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row->widget), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row->widget), _ (field->label));
  return row;
}

/**
 * hangar_field_row_free:
 * @row: (transfer full): a row; its widgets belong to the form
 */
void
hangar_field_row_free (HangarFieldRow *row)
{
  g_clear_pointer (&row->values, g_ptr_array_unref);
  g_free (row);
}

static void
select_choice (HangarFieldRow *row, const char *value)
{
  guint found = row->values->len;

  for (guint i = 0; i < row->values->len && found == row->values->len; i++)
    if (g_strcmp0 (row->values->pdata[i], value) == 0)
      found = i;
  /* What the schema does not list is kept and shown as it is. */
  if (found == row->values->len)
    add_choice (row, value,
                value != NULL                                      ? value
                : (row->field->flags & HANGAR_FIELD_REQUIRED) != 0 ? _ ("Choose…")
                                                                   : _ ("Default"));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row->editor), found);
}

static void
set_text (HangarFieldRow *row, const char *value)
{
  const char *text = value != NULL ? value : "";

  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (row->editor)), text))
    gtk_editable_set_text (GTK_EDITABLE (row->editor), text);
}

/**
 * hangar_field_row_set_value:
 * @row: a row
 * @value: (nullable): the value of the document
 */
void
hangar_field_row_set_value (HangarFieldRow *row, const char *value)
{
  const HangarField *field = row->field;

  row->is_setting = TRUE;
  switch (field->type)
    {
    case HANGAR_FIELD_SHOWN:
      gtk_label_set_text (GTK_LABEL (row->editor), value != NULL ? value : "");
      gtk_widget_set_visible (row->widget, value != NULL);
      break;
    case HANGAR_FIELD_NOTES:
      gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (row->editor)),
                                value != NULL ? value : "", -1);
      break;
    case HANGAR_FIELD_SIZE:
      gtk_spin_button_set_value (GTK_SPIN_BUTTON (row->editor),
                                 value != NULL ? (double) (g_ascii_strtoull (value, NULL, 10) / MIB) : 1);
      break;
    case HANGAR_FIELD_SWITCH:
      gtk_switch_set_active (GTK_SWITCH (row->editor), g_strcmp0 (value, field->choices[0].value) == 0 ||
                                                         (value == NULL && g_str_equal (field->id, "link")));
      break;
    case HANGAR_FIELD_CHOICE:
      select_choice (row, value);
      break;
    case HANGAR_FIELD_OS:
      hangar_os_row_set_id (HANGAR_OS_ROW (row->editor), value);
      break;
    case HANGAR_FIELD_TEXT:
    case HANGAR_FIELD_NUMBER:
    case HANGAR_FIELD_MAC:
    case HANGAR_FIELD_PASSWORD:
    case HANGAR_FIELD_PATH:
    default:
      set_text (row, value);
    }
  row->is_setting = FALSE;
}

static char *
dup_notes (HangarFieldRow *row)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (row->editor));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

/**
 * hangar_field_row_dup_value:
 * @row: a row
 *
 * Returns: (transfer full) (nullable): what the user wants; %NULL to leave it out
 */
char *
hangar_field_row_dup_value (HangarFieldRow *row)
{
  g_autofree char *text = NULL;

  switch (row->field->type)
    {
    case HANGAR_FIELD_SIZE:
      return g_strdup_printf ("%" G_GUINT64_FORMAT,
                              (guint64) gtk_spin_button_get_value (GTK_SPIN_BUTTON (row->editor)) * MIB);
    case HANGAR_FIELD_SWITCH:
      return g_strdup (row->field->choices[gtk_switch_get_active (GTK_SWITCH (row->editor)) ? 0 : 1].value);
    case HANGAR_FIELD_CHOICE:
      return g_strdup (row->values->pdata[adw_combo_row_get_selected (ADW_COMBO_ROW (row->editor))]);
    case HANGAR_FIELD_OS:
      return g_strdup (hangar_os_row_get_id (HANGAR_OS_ROW (row->editor)));
    case HANGAR_FIELD_NOTES:
      text = dup_notes (row);
      break;
    case HANGAR_FIELD_SHOWN:
      return NULL;
    case HANGAR_FIELD_TEXT:
    case HANGAR_FIELD_NUMBER:
    case HANGAR_FIELD_MAC:
    case HANGAR_FIELD_PASSWORD:
    case HANGAR_FIELD_PATH:
    default:
      text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (row->editor)));
    }
  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

/**
 * hangar_field_row_set_problem:
 * @row: a row
 * @problem: (nullable): what is wrong with its value
 * @help: (nullable): what the field is for
 */
void
hangar_field_row_set_problem (HangarFieldRow *row, const char *problem, const char *help)
{
  if (problem != NULL)
    gtk_widget_add_css_class (row->widget, "error");
  else
    gtk_widget_remove_css_class (row->widget, "error");
  gtk_widget_set_tooltip_text (row->widget, problem != NULL ? problem : help);
}

static gboolean
find (GPtrArray *values, const char *value, guint *place)
{
  /* A choice may be NULL: to leave it out. */
  for (guint i = 0; i < values->len; i++)
    if (g_strcmp0 (values->pdata[i], value) == 0)
      {
        *place = i;
        return TRUE;
      }
  return FALSE;
}

static void
relabel (HangarFieldRow *row, guint place, const char *label)
{
  GtkStringList *names = GTK_STRING_LIST (adw_combo_row_get_model (ADW_COMBO_ROW (row->widget)));
  const char *labels[] = { label, NULL };

  gtk_string_list_splice (names, place, 1, labels);
}

/* What the host does not know stays in the list, since a machine may have it, but is told. */
static void
mark_unknown (HangarFieldRow *row, const char *const *values)
{
  GListModel *names = adw_combo_row_get_model (ADW_COMBO_ROW (row->widget));

  for (guint i = 0; i < row->values->len; i++)
    {
      g_autoptr (GtkStringObject) name = g_list_model_get_item (names, i);
      g_autofree char *label = NULL;

      if (row->values->pdata[i] == NULL || g_strv_contains (values, row->values->pdata[i]))
        continue;
      /* Translators: %s is a kind or model of a device */
      label = g_strdup_printf (_ ("%s (not on this host)"), gtk_string_object_get_string (name));
      relabel (row, i, label);
    }
}

static void
offer_choices (HangarFieldRow *row, const char *const *values, const char *const *labels)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (row->editor));

  for (guint i = 0; values[i] != NULL; i++)
    {
      guint place = 0;

      if (!find (row->values, values[i], &place))
        add_choice (row, values[i], labels[i]);
      /* The schema's own words are better than the bare value. */
      else if (!g_str_equal (values[i], labels[i]))
        relabel (row, place, labels[i]);
    }
  mark_unknown (row, values);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row->editor), selected);
}

static void
suggestion_cb (GtkListBox *list, GtkListBoxRow *chosen, HangarFieldRow *row)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (list), GTK_TYPE_POPOVER);

  gtk_editable_set_text (GTK_EDITABLE (row->editor),
                         gtk_label_get_text (GTK_LABEL (gtk_list_box_row_get_child (chosen))));
  gtk_popover_popdown (GTK_POPOVER (popover));
}

typedef struct
{
  HangarFieldRow *row; /* lives as long as its button */
  char **values;
} Suggestions;

static void
suggestions_free (gpointer data)
{
  Suggestions *suggestions = data;

  g_strfreev (suggestions->values);
  g_free (suggestions);
}

/* Made when it is first opened: there is one in many rows, and few are ever used. */
static void
open_suggestions_cb (GtkMenuButton *button, gpointer user_data)
{
  const Suggestions *suggestions = user_data;
  GtkWidget *list, *popover, *scrolled;

  if (gtk_menu_button_get_popover (button) != NULL)
    return;
  list = gtk_list_box_new ();
  popover = gtk_popover_new ();
  scrolled = gtk_scrolled_window_new ();
  for (gsize i = 0; suggestions->values[i] != NULL; i++)
    {
      GtkWidget *label = gtk_label_new (suggestions->values[i]);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_list_box_append (GTK_LIST_BOX (list), label);
    }
  g_signal_connect (list, "row-activated", G_CALLBACK (suggestion_cb), suggestions->row);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 300);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
  gtk_menu_button_set_popover (button, popover);
}

/* What can be typed can also be chosen from what the host has. */
static void
offer_suggestions (HangarFieldRow *row, const char *const *values)
{
  GtkWidget *button = gtk_menu_button_new ();
  Suggestions *suggestions = g_new (Suggestions, 1);

  suggestions->row = row;
  suggestions->values = g_strdupv ((char **) values);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), open_suggestions_cb, suggestions,
                                         suggestions_free);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Choose from what the host has"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Choose"), -1);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row->widget), button);
}

/**
 * hangar_field_row_offer:
 * @row: a row
 * @values: (array zero-terminated=1): what the host has, not empty
 * @labels: (array zero-terminated=1): the same in words
 *
 * Offers them, once.
 */
void
hangar_field_row_offer (HangarFieldRow *row, const char *const *values, const char *const *labels)
{
  row->is_setting = TRUE;
  if (row->field->type == HANGAR_FIELD_CHOICE)
    offer_choices (row, values, labels);
  else if (row->field->type == HANGAR_FIELD_TEXT)
    offer_suggestions (row, values);
  row->is_setting = FALSE;
}
