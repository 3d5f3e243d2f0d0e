/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What most people leave as it is: firmware, TPM, chipset, architecture, virtualisation, drivers. */

#include "config.h"

#include "ui/create/advanced-form.h"

#include <glib/gi18n.h>

#include "ui/create/field-text.h"

struct _HangarAdvancedForm
{
  AdwPreferencesGroup parent_instance;

  HangarGuestSpec *spec;
  HangarGuestHost *host; /* (nullable): the one that the lists were made of */
  char *drivers;         /* (nullable): the disc of drivers that was found */
  gboolean updating;     /* what changes in the rows is not the user's doing */

  AdwComboRow *chipset_row;
  AdwComboRow *architecture_row;
  AdwComboRow *speed_row;
  AdwActionRow *drivers_row;
  GtkSwitch *drivers_switch;
  AdwComboRow *firmware_row;
  AdwActionRow *tpm_row;
  GtkSwitch *tpm_switch;
};

G_DEFINE_FINAL_TYPE (HangarAdvancedForm, hangar_advanced_form, ADW_TYPE_PREFERENCES_GROUP)

/* libvirt's word in the list, as it is. */
static void
select_text (AdwComboRow *row, const char *text)
{
  GtkStringList *texts = GTK_STRING_LIST (adw_combo_row_get_model (row));
  guint n = texts != NULL ? g_list_model_get_n_items (G_LIST_MODEL (texts)) : 0;

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (gtk_string_list_get_string (texts, i), text) == 0)
      adw_combo_row_set_selected (row, i);
}

static const char *
selected_text (AdwComboRow *row)
{
  GtkStringObject *object = adw_combo_row_get_selected_item (row);

  return object != NULL ? gtk_string_object_get_string (object) : NULL;
}

static void
fill_architectures (HangarAdvancedForm *self)
{
  g_auto (GStrv) names = hangar_guest_host_list_architectures (self->host);
  g_autoptr (GtkStringList) texts = gtk_string_list_new ((const char *const *) names);

  adw_combo_row_set_model (self->architecture_row, G_LIST_MODEL (texts));
}

static void
fill_chipsets (HangarAdvancedForm *self)
{
  static const char *const known[] = { "q35", "pc", "virt", "microvm", "pseries", "s390-ccw-virtio" };
  const char *architecture = hangar_guest_spec_get_architecture (self->spec);
  g_autoptr (GtkStringList) texts = gtk_string_list_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (hangar_guest_host_has_chipset (self->host, architecture, known[i]))
      gtk_string_list_append (texts, known[i]);
  adw_combo_row_set_model (self->chipset_row, G_LIST_MODEL (texts));
  gtk_widget_set_visible (GTK_WIDGET (self->chipset_row),
                          g_list_model_get_n_items (G_LIST_MODEL (texts)) > 0);
}

static void
show_drivers (HangarAdvancedForm *self)
{
  const char *drivers = hangar_guest_spec_get_drivers (self->spec);
  g_autofree char *markup = NULL;

  if (drivers != NULL)
    {
      g_free (self->drivers);
      self->drivers = g_strdup (drivers);
    }
  markup = g_markup_escape_text (
    self->drivers != NULL
      ? self->drivers
      : _ ("None found: put a disc whose name begins with virtio-win into one of the host’s storage pools"),
    -1);
  adw_action_row_set_subtitle (self->drivers_row, markup);
  gtk_switch_set_active (self->drivers_switch, drivers != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->drivers_switch), self->drivers != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->drivers_row), hangar_guest_spec_wants_drivers (self->spec));
}

static void
show_host (HangarAdvancedForm *self)
{
  const char *architecture = hangar_guest_spec_get_architecture (self->spec);
  gboolean fast = hangar_guest_host_get_speed (self->host, architecture) == HANGAR_GUEST_SPEED_HARDWARE;

  select_text (self->architecture_row, architecture);
  fill_chipsets (self);
  select_text (self->chipset_row, hangar_guest_spec_get_chipset (self->spec));
  gtk_widget_set_sensitive (GTK_WIDGET (self->speed_row), fast);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->speed_row),
                               fast ? NULL : _ ("This host can run such a machine in software only"));
  adw_combo_row_set_selected (self->speed_row, !fast || hangar_guest_spec_get_emulated (self->spec) ? 1 : 0);
}

static void
update (HangarAdvancedForm *self)
{
  HangarGuestHost *host = hangar_guest_spec_get_host (self->spec);

  self->updating = TRUE;
  gtk_widget_set_sensitive (GTK_WIDGET (self), host != NULL);
  if (host != NULL && g_set_object (&self->host, host))
    fill_architectures (self);
  if (host != NULL)
    show_host (self);
  show_drivers (self);
  adw_combo_row_set_selected (self->firmware_row, hangar_guest_spec_get_firmware (self->spec));
  gtk_switch_set_active (self->tpm_switch, hangar_guest_spec_get_tpm (self->spec));
  hangar_field_text_update (ADW_ACTION_ROW (self->firmware_row), self->spec, HANGAR_GUEST_FIELD_FIRMWARE,
                            NULL);
  self->updating = FALSE;
}

static void
firmware_cb (HangarAdvancedForm *self)
{
  guint selected = adw_combo_row_get_selected (self->firmware_row);

  if (!self->updating && self->spec != NULL && selected <= HANGAR_GUEST_FIRMWARE_UEFI_SECURE)
    hangar_guest_spec_set_firmware (self->spec, (HangarGuestFirmware) selected);
}

static void
tpm_cb (HangarAdvancedForm *self)
{
  if (!self->updating && self->spec != NULL)
    hangar_guest_spec_set_tpm (self->spec, gtk_switch_get_active (self->tpm_switch));
}

static void
chipset_cb (HangarAdvancedForm *self)
{
  if (!self->updating && self->spec != NULL && selected_text (self->chipset_row) != NULL)
    hangar_guest_spec_set_chipset (self->spec, selected_text (self->chipset_row));
}

static void
architecture_cb (HangarAdvancedForm *self)
{
  if (!self->updating && self->spec != NULL && selected_text (self->architecture_row) != NULL)
    hangar_guest_spec_set_architecture (self->spec, selected_text (self->architecture_row));
}

static void
speed_cb (HangarAdvancedForm *self)
{
  if (!self->updating && self->spec != NULL)
    hangar_guest_spec_set_emulated (self->spec, adw_combo_row_get_selected (self->speed_row) == 1);
}

static void
drivers_cb (HangarAdvancedForm *self)
{
  if (!self->updating && self->spec != NULL)
    hangar_guest_spec_set_drivers (self->spec,
                                   gtk_switch_get_active (self->drivers_switch) ? self->drivers : NULL);
}

static void
hangar_advanced_form_dispose (GObject *object)
{
  HangarAdvancedForm *self = HANGAR_ADVANCED_FORM (object);

  g_clear_object (&self->spec);
  g_clear_object (&self->host);
  g_clear_pointer (&self->drivers, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), HANGAR_TYPE_ADVANCED_FORM);
  G_OBJECT_CLASS (hangar_advanced_form_parent_class)->dispose (object);
}

static void
hangar_advanced_form_class_init (HangarAdvancedFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_advanced_form_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/create/advanced-form.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarAdvancedForm, firmware_row);
  gtk_widget_class_bind_template_child (widget_class, HangarAdvancedForm, tpm_row);
  gtk_widget_class_bind_template_child (widget_class, HangarAdvancedForm, tpm_switch);
  gtk_widget_class_bind_template_child (widget_class, HangarAdvancedForm, chipset_row);
  gtk_widget_class_bind_template_child (widget_class, HangarAdvancedForm, architecture_row);
  gtk_widget_class_bind_template_child (widget_class, HangarAdvancedForm, speed_row);
  gtk_widget_class_bind_template_child (widget_class, HangarAdvancedForm, drivers_row);
  gtk_widget_class_bind_template_child (widget_class, HangarAdvancedForm, drivers_switch);
  gtk_widget_class_bind_template_callback (widget_class, chipset_cb);
  gtk_widget_class_bind_template_callback (widget_class, architecture_cb);
  gtk_widget_class_bind_template_callback (widget_class, speed_cb);
  gtk_widget_class_bind_template_callback (widget_class, drivers_cb);
  gtk_widget_class_bind_template_callback (widget_class, firmware_cb);
  gtk_widget_class_bind_template_callback (widget_class, tpm_cb);
}

static void
hangar_advanced_form_init (HangarAdvancedForm *self)
{
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_advanced_form_set_spec:
 * @self: a form
 * @spec: the wish that it fills
 */
void
hangar_advanced_form_set_spec (HangarAdvancedForm *self, HangarGuestSpec *spec)
{
  g_set_object (&self->spec, spec);
  g_signal_connect_object (spec, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
