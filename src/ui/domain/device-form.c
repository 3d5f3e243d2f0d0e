/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The form of one device: rows for the fields of its kind, bound to a definition that is being edited. */

#include "config.h"

#include "ui/domain/device-form.h"

#include <glib/gi18n-lib.h>

#include "model/field-check.h"
#include "model/xml-help.h"
#include "ui/domain/field-row.h"
#include "ui/domain/os-row.h"
#include "widgets/pieces.h"

/* Made when a form is made, and in each of the pieces after it. */
#define ROWS_AT_ONCE 3

struct _HangarDeviceForm
{
  AdwBin parent_instance;

  HangarXml *doc; /* not owned: the page's edit outlives its form */
  HangarDevice *device;
  GPtrArray *rows; /* of HangarFieldRow: the first of its kind's fields, at last all */
  HangarPieces *pieces;
  AdwPreferencesGroup *first_group;
  AdwBin *first_bin;
  AdwPreferencesGroup *main_group;
  AdwPreferencesGroup *extra_group;
  GtkBox *extra_box;
  AdwPreferencesGroup *advanced_group;
  GtkLabel *problem_label;
  GtkLabel *warning_label;
  HangarHardwareOffer *offer;  /* (nullable): until the host has answered */
  HangarOsCatalog *os_catalog; /* (nullable) */
  char *notice;                /* (nullable): what is wrong with the device itself */
  const char *lock;            /* (nullable): why nothing can be changed now */
  gboolean is_refreshing;
};

G_DEFINE_FINAL_TYPE (HangarDeviceForm, hangar_device_form, ADW_TYPE_BIN)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
add_warning (GString *warnings, const HangarFieldRow *row, const char *warning)
{
  g_string_append_printf (warnings, warnings->len > 0 ? "\n%s" : "%s", warning);
  gtk_widget_set_tooltip_text (row->widget, warning);
}

/* (transfer full) (nullable): what is wrong with the value of a field. Its row, if it is there, shows it. */
static char *
check_row (HangarDeviceForm *self, guint i, GString *warnings)
{
  const char *path = hangar_device_get_path (self->device);
  const HangarDeviceKind *kind = hangar_device_get_kind (self->device);
  const HangarField *field = &kind->fields[i];
  HangarFieldRow *row = i < self->rows->len ? self->rows->pdata[i] : NULL;
  g_autofree char *problem = hangar_field_check (self->doc, path, field);
  g_autofree char *warning = NULL;
  gboolean offered;

  if (row == NULL)
    return g_steal_pointer (&problem);
  offered = hangar_field_is_offered (self->doc, path, field);
  if (offered && problem == NULL)
    warning = hangar_field_warn (self->doc, path, field, self->offer);
  hangar_field_row_set_problem (row, problem,
                                self->lock != NULL ? self->lock : hangar_xml_help_for_field (kind, field));
  gtk_widget_set_visible (row->widget, offered);
  if (warning != NULL)
    add_warning (warnings, row, warning);
  return g_steal_pointer (&problem);
}

/* No heading over nothing. */
static void
update_advanced (HangarDeviceForm *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const HangarFieldRow *row = self->rows->pdata[i];

      any = any || ((row->field->flags & HANGAR_FIELD_ADVANCED) != 0 && gtk_widget_get_visible (row->widget));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->advanced_group), any);
}

static void
check_rows (HangarDeviceForm *self)
{
  const HangarField *fields = hangar_device_get_kind (self->device)->fields;
  g_autoptr (GString) warnings = g_string_new (self->notice);
  g_autofree char *first = NULL;

  for (guint i = 0; fields[i].id != NULL; i++)
    {
      g_autofree char *problem = check_row (self, i, warnings);

      if (first == NULL && problem != NULL)
        /* Translators: a field's name, what is wrong with it */
        first = g_strdup_printf (_ ("%s: %s"), _ (fields[i].label), problem);
    }
  update_advanced (self);
  show_text (self->problem_label, first);
  show_text (self->warning_label, warnings->len > 0 ? warnings->str : NULL);
}

static void
show_value (HangarDeviceForm *self, HangarFieldRow *row)
{
  g_autofree char *value = hangar_field_get (self->doc, hangar_device_get_path (self->device), row->field);

  if (row->field->type == HANGAR_FIELD_SHOWN && value != NULL)
    {
      g_autofree char *words = hangar_field_describe (row->field, value);

      hangar_field_row_set_value (row, words);
    }
  else
    hangar_field_row_set_value (row, value);
}

static void
show_values (HangarDeviceForm *self, const HangarFieldRow *but)
{
  self->is_refreshing = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    if (self->rows->pdata[i] != but)
      show_value (self, self->rows->pdata[i]);
  self->is_refreshing = FALSE;
  check_rows (self);
}

static void
row_changed_cb (HangarFieldRow *row)
{
  HangarDeviceForm *self =
    HANGAR_DEVICE_FORM (gtk_widget_get_ancestor (row->widget, HANGAR_TYPE_DEVICE_FORM));
  g_autofree char *value = NULL, *before = NULL;

  if (self == NULL || row->is_setting || self->is_refreshing)
    return;
  value = hangar_field_row_dup_value (row);
  hangar_field_set (self->doc, hangar_device_get_path (self->device), row->field, value);
  /* One field may change what others mean. */
  show_values (self, row);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
hangar_device_form_dispose (GObject *object)
{
  HangarDeviceForm *self = HANGAR_DEVICE_FORM (object);

  g_clear_pointer (&self->pieces, hangar_pieces_free);
  for (guint i = 0; self->rows != NULL && i < self->rows->len; i++)
    {
      HangarFieldRow *row = self->rows->pdata[i];

      row->is_setting = TRUE;
      if (row->field->type == HANGAR_FIELD_NOTES)
        g_signal_handlers_disconnect_by_data (gtk_text_view_get_buffer (GTK_TEXT_VIEW (row->editor)), row);
      else
        g_signal_handlers_disconnect_by_data (row->editor, row);
    }
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->device);
  g_clear_pointer (&self->offer, hangar_hardware_offer_unref);
  g_clear_object (&self->os_catalog);

  G_OBJECT_CLASS (hangar_device_form_parent_class)->dispose (object);
}

static void
hangar_device_form_finalize (GObject *object)
{
  g_free (HANGAR_DEVICE_FORM (object)->notice);

  G_OBJECT_CLASS (hangar_device_form_parent_class)->finalize (object);
}

static void
hangar_device_form_class_init (HangarDeviceFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_device_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_device_form_finalize;

  /**
   * HangarDeviceForm::changed:
   * @self: the form
   *
   * The user has changed something in the definition.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", HANGAR_TYPE_DEVICE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/domain/device-form.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarDeviceForm, first_group);
  gtk_widget_class_bind_template_child (widget_class, HangarDeviceForm, first_bin);
  gtk_widget_class_bind_template_child (widget_class, HangarDeviceForm, main_group);
  gtk_widget_class_bind_template_child (widget_class, HangarDeviceForm, extra_group);
  gtk_widget_class_bind_template_child (widget_class, HangarDeviceForm, extra_box);
  gtk_widget_class_bind_template_child (widget_class, HangarDeviceForm, advanced_group);
  gtk_widget_class_bind_template_child (widget_class, HangarDeviceForm, problem_label);
  gtk_widget_class_bind_template_child (widget_class, HangarDeviceForm, warning_label);
}

static void
hangar_device_form_init (HangarDeviceForm *self)
{
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_field_row_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
offer_row (HangarDeviceForm *self, HangarFieldRow *row)
{
  const char *kind = hangar_device_get_kind (self->device)->id;
  GPtrArray *choices = hangar_hardware_offer_get_choices (self->offer);
  g_autoptr (GPtrArray) values = g_ptr_array_new (), labels = g_ptr_array_new ();

  for (guint i = 0; i < choices->len; i++)
    {
      const HangarOfferChoice *choice = choices->pdata[i];

      if (!g_str_equal (choice->kind, kind) || !g_str_equal (choice->field, row->field->id))
        continue;
      g_ptr_array_add (values, choice->value);
      g_ptr_array_add (labels, choice->label);
    }
  if (values->len == 0)
    return;
  g_ptr_array_add (values, NULL);
  g_ptr_array_add (labels, NULL);
  hangar_field_row_offer (row, (const char *const *) values->pdata, (const char *const *) labels->pdata);
}

static void
offer_systems (HangarDeviceForm *self, HangarFieldRow *row)
{
  if (row->field->type != HANGAR_FIELD_OS || self->os_catalog == NULL)
    return;
  hangar_os_row_set_memory (HANGAR_OS_ROW (row->editor), hangar_xml_get_size (self->doc, "/domain/memory"));
  hangar_os_row_set_catalog (HANGAR_OS_ROW (row->editor), self->os_catalog);
}

static void
add_row (HangarDeviceForm *self, const HangarField *field)
{
  HangarFieldRow *row = hangar_field_row_new (field, G_CALLBACK (row_changed_cb));
  gboolean advanced = (field->flags & HANGAR_FIELD_ADVANCED) != 0;

  g_ptr_array_add (self->rows, row);
  show_value (self, row);
  if (self->offer != NULL)
    offer_row (self, row);
  offer_systems (self, row);
  adw_preferences_group_add (advanced ? self->advanced_group : self->main_group, row->widget);
}

/* Whether there are more. */
static gboolean
add_rows (HangarDeviceForm *self)
{
  const HangarField *fields = hangar_device_get_kind (self->device)->fields;

  self->is_refreshing = TRUE;
  for (guint n = 0; n < ROWS_AT_ONCE && fields[self->rows->len].id != NULL; n++)
    add_row (self, &fields[self->rows->len]);
  self->is_refreshing = FALSE;
  check_rows (self);
  return fields[self->rows->len].id != NULL;
}

static gboolean
fill_cb (gpointer user_data)
{
  HangarDeviceForm *self = user_data;

  /* Once it is taken away, its definition may be gone. */
  return gtk_widget_get_parent (GTK_WIDGET (self)) != NULL && add_rows (self);
}

/**
 * hangar_device_form_new:
 * @doc: the definition that is edited; it must outlive the form
 * @device: a device in it
 * @is_active: whether the machine runs
 *
 * Its rows come a few at once, as the main loop has time for them.
 *
 * Returns: (transfer none): its form
 */
HangarDeviceForm *
hangar_device_form_new (HangarXml *doc, HangarDevice *device, gboolean is_active)
{
  HangarDeviceForm *self = g_object_new (HANGAR_TYPE_DEVICE_FORM, NULL);

  self->doc = doc;
  self->device = g_object_ref (device);
  if (is_active)
    adw_preferences_group_set_description (
      self->main_group, _ ("What cannot change while the machine runs changes at its next start."));
  /* The rest between frames: rows are costly, and some kinds have dozens. */
  self->pieces = hangar_pieces_new (GTK_WIDGET (self), fill_cb, self);
  if (add_rows (self))
    hangar_pieces_start (self->pieces);
  return self;
}

/**
 * hangar_device_form_get_device:
 * @self: a form
 *
 * Returns: (transfer none): its device
 */
HangarDevice *
hangar_device_form_get_device (HangarDeviceForm *self)
{
  return self->device;
}

/**
 * hangar_device_form_is_complete:
 * @self: a form
 *
 * Returns: whether all its rows are there
 */
gboolean
hangar_device_form_is_complete (HangarDeviceForm *self)
{
  return !hangar_pieces_are_missing (self->pieces);
}

/**
 * hangar_device_form_is_valid:
 * @self: a form
 *
 * Returns: whether all its values can be asked of the daemon
 */
gboolean
hangar_device_form_is_valid (HangarDeviceForm *self)
{
  return !gtk_widget_get_visible (GTK_WIDGET (self->problem_label));
}

/**
 * hangar_device_form_refresh:
 * @self: a form
 *
 * Shows what the definition says now.
 */
void
hangar_device_form_refresh (HangarDeviceForm *self)
{
  show_values (self, NULL);
}

/**
 * hangar_device_form_set_offer:
 * @self: a form
 * @offer: what the host has
 *
 * Lets the user choose from it, and warns of what does not fit to it. Once.
 */
void
hangar_device_form_set_offer (HangarDeviceForm *self, HangarHardwareOffer *offer)
{
  if (self->offer != NULL)
    return;
  self->offer = hangar_hardware_offer_ref (offer);
  for (guint i = 0; i < self->rows->len; i++)
    offer_row (self, self->rows->pdata[i]);
  check_rows (self);
}

/**
 * hangar_device_form_set_os_catalog:
 * @self: a form
 * @os_catalog: the operating systems that can be chosen
 */
void
hangar_device_form_set_os_catalog (HangarDeviceForm *self, HangarOsCatalog *os_catalog)
{
  g_set_object (&self->os_catalog, os_catalog);
  for (guint i = 0; i < self->rows->len; i++)
    offer_systems (self, self->rows->pdata[i]);
}

/**
 * hangar_device_form_set_notice:
 * @self: a form
 * @notice: (nullable): a sentence on what is wrong with the device, which no field can cure
 */
void
hangar_device_form_set_notice (HangarDeviceForm *self, const char *notice)
{
  if (g_strcmp0 (self->notice, notice) == 0)
    return;
  g_free (self->notice);
  self->notice = g_strdup (notice);
  check_rows (self);
}

/**
 * hangar_device_form_set_lock:
 * @self: a form
 * @reason: (nullable): a translated sentence on why nothing can be changed now; it must stay
 */
void
hangar_device_form_set_lock (HangarDeviceForm *self, const char *reason)
{
  if (self->lock == reason)
    return;
  self->lock = reason;
  gtk_widget_set_sensitive (GTK_WIDGET (self), reason == NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), reason);
  check_rows (self);
}

/**
 * hangar_device_form_put_first:
 * @self: a form
 * @group: (transfer none): what is asked before its fields
 */
void
hangar_device_form_put_first (HangarDeviceForm *self, AdwPreferencesGroup *group)
{
  adw_bin_set_child (self->first_bin, GTK_WIDGET (group));
  gtk_widget_set_visible (GTK_WIDGET (self->first_group), TRUE);
}

/**
 * hangar_device_form_add_group:
 * @self: a form
 * @group: (transfer none): what this kind of device has besides its fields
 */
void
hangar_device_form_add_group (HangarDeviceForm *self, AdwPreferencesGroup *group)
{
  gtk_box_append (self->extra_box, GTK_WIDGET (group));
  gtk_widget_set_visible (GTK_WIDGET (self->extra_group), TRUE);
}
