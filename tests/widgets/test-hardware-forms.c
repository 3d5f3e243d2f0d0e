/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every form of the Hardware page by a real keyboard: each control is reached,
 * each field changed and applied. */

#include "hardware-hands.h"

static const HangarField *
field_at (Fixture *f, GtkWidget *stop)
{
  const char *title = title_around (stop);
  HangarDevice *device = hangar_device_form_get_device (form_of (f));
  g_autoptr (HangarXml) doc = hangar_xml_new (hangar_hardware_get_xml (f->hardware), NULL);

  for (const HangarField *field = hangar_device_get_kind (device)->fields; field->id != NULL; field++)
    if (g_strcmp0 (field->label, title) == 0 &&
        hangar_field_is_offered (doc, hangar_device_get_path (device), field))
      return field;
  return NULL;
}

static gboolean
is_open (AdwComboRow *row, Fixture *f)
{
  GtkWidget *focus = focus_of (f);

  return focus != NULL && focus != GTK_WIDGET (row) &&
         gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL;
}

/* Opens the list, goes in it and takes what is there. */
static void
choose_by_keys (Fixture *f, AdwComboRow *row, guint wanted)
{
  guint now = adw_combo_row_get_selected (row);

  press ("Return");
  WAIT_FOR (is_open (row, f));
  for (; now < wanted; now++)
    press ("Down");
  for (; now > wanted; now--)
    press ("Up");
  press ("Return");
  WAIT_FOR (adw_combo_row_get_selected (row) == wanted && focus_of (f) == GTK_WIDGET (row));
}

static guint
other_choice (AdwComboRow *row)
{
  guint now = adw_combo_row_get_selected (row);

  return now + 1 < g_list_model_get_n_items (adw_combo_row_get_model (row)) ? now + 1 : now - 1;
}

static gboolean
can_change (GtkWidget *stop)
{
  if (ADW_IS_COMBO_ROW (stop))
    return g_list_model_get_n_items (adw_combo_row_get_model (ADW_COMBO_ROW (stop))) > 1;
  return GTK_IS_SWITCH (stop) || GTK_IS_TEXT (stop) || GTK_IS_TEXT_VIEW (stop);
}

static char *
text_of (GtkWidget *stop)
{
  GtkTextIter start, end;
  GtkTextBuffer *buffer;

  if (GTK_IS_EDITABLE (stop))
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (stop)));
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (stop));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static gboolean
has_text (GtkWidget *stop, const char *wanted)
{
  g_autofree char *text = text_of (stop);

  return g_str_equal (text, wanted);
}

/* Each key is an edit of its own: it is changed when the last one has come. */
static void
type_behind (GtkWidget *stop, const HangarField *field)
{
  gboolean is_path = field->type == HANGAR_FIELD_PATH;
  g_autofree char *before = text_of (stop);
  g_autofree char *wanted = g_strconcat (before, is_path ? "/7" : "7", NULL);

  press (is_path ? "End slash 7" : "End 7");
  WAIT_FOR (has_text (stop, wanted));
}

static void
change (Fixture *f, GtkWidget *stop, const HangarField *field)
{
  if (ADW_IS_COMBO_ROW (stop))
    choose_by_keys (f, ADW_COMBO_ROW (stop), other_choice (ADW_COMBO_ROW (stop)));
  else if (GTK_IS_SWITCH (stop))
    press ("space");
  else if (gtk_widget_get_ancestor (stop, GTK_TYPE_SPIN_BUTTON) != NULL)
    press ("Up");
  else
    type_behind (stop, field);
  WAIT_FOR (hangar_hardware_page_has_edits (f->page));
}

/* Back to what was stored, and to the same stop: a disk on another bus does not
 * get its old name back, nor a network card on another network its old source.
 */
static void
revert_at (Fixture *f, guint position)
{
  const char *kind = hangar_device_get_kind (hangar_device_form_get_device (form_of (f)))->id;

  gtk_widget_activate_action (GTK_WIDGET (f->page), "hardware.revert", NULL);
  g_assert_false (hangar_hardware_page_has_edits (f->page));
  begin (f, kind);
  for (guint i = 0; i <= position; i++)
    g_assert_nonnull (next_in_form (f));
}

/* As it was: also by keys, where that can be. */
static void
change_back (Fixture *f, GtkWidget *stop, const HangarField *field, guint before)
{
  if (ADW_IS_COMBO_ROW (stop))
    choose_by_keys (f, ADW_COMBO_ROW (stop), before);
  else if (GTK_IS_SWITCH (stop))
    press ("space");
  else if (gtk_widget_get_ancestor (stop, GTK_TYPE_SPIN_BUTTON) != NULL)
    press ("Down");
  else
    press (field->type == HANGAR_FIELD_PATH ? "BackSpace BackSpace" : "BackSpace");
  WAIT_FOR (ADW_IS_COMBO_ROW (stop) || !hangar_hardware_page_has_edits (f->page));
}

/* A person can do something with it. */
static gboolean
is_control (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) || GTK_IS_SWITCH (widget) || GTK_IS_CHECK_BUTTON (widget) ||
         GTK_IS_TEXT (widget) || GTK_IS_TEXT_VIEW (widget) || ADW_IS_COMBO_ROW (widget);
}

static void
assert_reached (GtkWidget *widget, GHashTable *stops, const char *where)
{
  if (!gtk_widget_get_mapped (widget) || GTK_IS_POPOVER (widget) || !gtk_widget_get_can_focus (widget))
    return;
  /* The buttons of a number are keys of its text; that of a menu is in its
   * widget. */
  if (is_control (widget) && gtk_widget_is_sensitive (widget) && gtk_widget_get_focusable (widget) &&
      !g_hash_table_contains (stops, widget))
    g_error ("%s: the %s of “%s” is not reached by the keyboard", where, G_OBJECT_TYPE_NAME (widget),
             title_around (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    assert_reached (child, stops, where);
}

/* Goes through the form by Tab: every control is a stop. */
static void
walk (Fixture *f, const char *kind)
{
  g_autoptr (GHashTable) stops = g_hash_table_new (NULL, NULL);
  HangarDeviceForm *form;
  GtkWidget *stop;

  begin (f, kind);
  form = form_of (f);
  while ((stop = next_in_form (f)) != NULL)
    g_assert_true (g_hash_table_add (stops, stop));
  /* It is the same one: nothing was read again meanwhile. */
  g_assert_true (form_of (f) == form);
  assert_reached (GTK_WIDGET (form), stops, kind);
}

/* Changes each field by keys, and back. Returns those that could be applied. */
static GPtrArray *
change_all (Fixture *f, const char *kind)
{
  GPtrArray *good = g_ptr_array_new ();
  GtkWidget *stop;

  begin (f, kind);
  for (guint position = 0; (stop = next_in_form (f)) != NULL; position++)
    {
      const HangarField *field = field_at (f, stop);
      guint before = ADW_IS_COMBO_ROW (stop) ? adw_combo_row_get_selected (ADW_COMBO_ROW (stop)) : 0;

      if (field == NULL || !can_change (stop))
        continue;
      change (f, stop, field);
      if (hangar_device_form_is_valid (form_of (f)))
        g_ptr_array_add (good, (gpointer) field);
      change_back (f, stop, field, before);
      if (hangar_hardware_page_has_edits (f->page))
        revert_at (f, position);
    }
  return good;
}

static char *
stored_value (Fixture *f, const char *kind, const HangarField *field)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (hangar_hardware_get_xml (f->hardware), NULL);
  g_auto (GStrv) paths = hangar_xml_find (doc, hangar_device_kind_find (kind)->xpath);

  return hangar_field_get (doc, paths[0], field);
}

/* FALSE when the host refuses: the name of what runs, the type of a screen that other devices need. */
static gboolean
apply_by_keys (Fixture *f, const char *kind, const HangarField *field)
{
  g_autofree char *before = stored_value (f, kind, field), *after = NULL;
  GtkWidget *stop;

  begin (f, kind);
  do
    {
      stop = next_in_form (f);
      g_assert_nonnull (stop);
    }
  while (field_at (f, stop) != field || !can_change (stop));
  change (f, stop, field);
  press ("alt+a");
  WAIT_FOR (!gtk_widget_is_sensitive (GTK_WIDGET (form_of (f))));
  WAIT_FOR (form_of (f) != NULL && gtk_widget_is_sensitive (GTK_WIDGET (form_of (f))));
  /* One goes on where the device is. */
  WAIT_FOR (focus_of (f) == chosen_row (f));
  if (hangar_hardware_page_has_edits (f->page))
    {
      gtk_widget_activate_action (GTK_WIDGET (f->page), "hardware.revert", NULL);
      return FALSE;
    }
  after = stored_value (f, kind, field);
  if (g_strcmp0 (before, after) == 0)
    g_error ("%s: “%s” was not stored", kind, field->label);
  return TRUE;
}

static gboolean
is_there (Fixture *f, const HangarDeviceKind *kind)
{
  GListModel *devices = hangar_hardware_get_devices (f->hardware);

  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr (HangarDevice) device = g_list_model_get_item (devices, i);

      if (hangar_device_get_kind (device) == kind)
        return TRUE;
    }
  return FALSE;
}

static void
test_forms (Fixture *f, gconstpointer data)
{
  guint applied = 0;

  for (const HangarDeviceKind *const *kind = hangar_device_kinds (); *kind != NULL; kind++)
    {
      g_autoptr (GPtrArray) good = NULL;
      guint i = 0;

      if (!is_there (f, *kind))
        continue;
      walk (f, (*kind)->id);
      good = change_all (f, (*kind)->id);
      /* The first text console is the first serial port by another name, and follows that one. */
      if (g_str_equal ((*kind)->id, "console"))
        continue;
      while (i < good->len && !apply_by_keys (f, (*kind)->id, good->pdata[i]))
        i++;
      applied += i < good->len;
      g_test_message ("%s: %s", (*kind)->id,
                      i < good->len ? ((const HangarField *) good->pdata[i])->id : "nothing");
      if (i == good->len && good->len > 0)
        g_error ("%s: nothing of it can be applied", (*kind)->id);
    }
  g_assert_cmpuint (applied, >, 20);
}

int
main (int argc, char *argv[])
{
  int result;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  get_hands ();
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/hardware-forms/keys", test_forms);
  result = g_test_run ();
  let_hands_go ();
  return result;
}
