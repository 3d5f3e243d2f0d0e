/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What most people leave as it is: the firmware and the TPM. */

#include "config.h"

#include "ui/create/advanced-form.h"

#include <glib/gi18n.h>

#include "ui/create/field-text.h"

struct _HangarAdvancedForm
{
  AdwPreferencesGroup parent_instance;

  HangarGuestSpec *spec;
  gboolean updating; /* what changes in the rows is not the user's doing */

  AdwComboRow *firmware_row;
  AdwActionRow *tpm_row;
  GtkSwitch *tpm_switch;
};

G_DEFINE_FINAL_TYPE (HangarAdvancedForm, hangar_advanced_form, ADW_TYPE_PREFERENCES_GROUP)

static void
update (HangarAdvancedForm *self)
{
  self->updating = TRUE;
  gtk_widget_set_sensitive (GTK_WIDGET (self), hangar_guest_spec_get_host (self->spec) != NULL);
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
hangar_advanced_form_dispose (GObject *object)
{
  HangarAdvancedForm *self = HANGAR_ADVANCED_FORM (object);

  g_clear_object (&self->spec);
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
