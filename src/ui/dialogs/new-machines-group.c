/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences of new machines: what they get unless something else is chosen. */

#include "config.h"

#include "ui/dialogs/new-machines-group.h"

#include "widgets/lazy-choices.h"

struct _HangarNewMachinesGroup
{
  AdwPreferencesGroup parent_instance;

  HangarSettings *settings; /* (nullable): until the rows show it */

  AdwComboRow *format_row;
  AdwComboRow *firmware_row;
  AdwComboRow *graphics_row;
  AdwComboRow *cpu_row;
  GtkSpinButton *memory_spin;
  AdwEntryRow *pool_row;
};

G_DEFINE_FINAL_TYPE (HangarNewMachinesGroup, hangar_new_machines_group, ADW_TYPE_PREFERENCES_GROUP)

/* As the rows of cpu_row. */
static const char *const cpus[] = { "host-passthrough", "host-model", "plain" };

static void
changed_cb (HangarNewMachinesGroup *self)
{
  HangarGuestDefaults defaults = { 0 };

  if (self->settings == NULL)
    return;
  defaults.format = (char *) (adw_combo_row_get_selected (self->format_row) == 1 ? "raw" : "qcow2");
  defaults.uefi = adw_combo_row_get_selected (self->firmware_row) == 1;
  defaults.spice = adw_combo_row_get_selected (self->graphics_row) == 1;
  defaults.cpu = (char *) cpus[MIN (adw_combo_row_get_selected (self->cpu_row), G_N_ELEMENTS (cpus) - 1)];
  defaults.memory = (guint64) gtk_spin_button_get_value (self->memory_spin) << 20;
  defaults.pool = (char *) gtk_editable_get_text (GTK_EDITABLE (self->pool_row));
  hangar_settings_set_guest_defaults (self->settings, &defaults);
}

static void
hangar_new_machines_group_dispose (GObject *object)
{
  HangarNewMachinesGroup *self = HANGAR_NEW_MACHINES_GROUP (object);

  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), HANGAR_TYPE_NEW_MACHINES_GROUP);
  G_OBJECT_CLASS (hangar_new_machines_group_parent_class)->dispose (object);
}

static void
hangar_new_machines_group_class_init (HangarNewMachinesGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_new_machines_group_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/dialogs/new-machines-group.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachinesGroup, format_row);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachinesGroup, firmware_row);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachinesGroup, graphics_row);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachinesGroup, cpu_row);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachinesGroup, memory_spin);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachinesGroup, pool_row);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
hangar_new_machines_group_init (HangarNewMachinesGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hangar_lazy_choices (self->format_row);
  hangar_lazy_choices (self->firmware_row);
  hangar_lazy_choices (self->graphics_row);
  hangar_lazy_choices (self->cpu_row);
}

/**
 * hangar_new_machines_group_set_settings:
 * @self: a group
 * @settings: the settings to show and change
 */
void
hangar_new_machines_group_set_settings (HangarNewMachinesGroup *self, HangarSettings *settings)
{
  g_auto (HangarGuestDefaults) defaults = { 0 };

  hangar_settings_get_guest_defaults (settings, &defaults);
  adw_combo_row_set_selected (self->format_row, g_str_equal (defaults.format, "raw") ? 1 : 0);
  adw_combo_row_set_selected (self->firmware_row, defaults.uefi ? 1 : 0);
  adw_combo_row_set_selected (self->graphics_row, defaults.spice ? 1 : 0);
  for (guint i = 0; i < G_N_ELEMENTS (cpus); i++)
    if (g_str_equal (defaults.cpu, cpus[i]))
      adw_combo_row_set_selected (self->cpu_row, i);
  gtk_spin_button_set_value (self->memory_spin, (double) (defaults.memory >> 20));
  gtk_editable_set_text (GTK_EDITABLE (self->pool_row), defaults.pool);
  g_set_object (&self->settings, settings);
}
